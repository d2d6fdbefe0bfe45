#include "api/sempurna/staged_data.h"

#include "api/sagemaker/check_places.h"
#include "jobs/training_jobs.h"

namespace sempurna::own {

StagedData::StagedData(json::Operation& op, ObjectStore& objects)
    : copies_(op.services.jobs->copies()),
      name_("check " + op.call.request.id),
      store_{objects, "this server",
             [this, &objects](const ObjectInfo& object) {
               require_waiting();
               objects.head(object.bucket, object.key);
             }},
      is_abandoned_(op.call.request.is_abandoned),
      turn_(op.call.from.caller.owner, [this] { require_waiting(); }) {}

StagedData::~StagedData() {
  copies_.release(name_);
}

std::string StagedData::copy(const std::string& uri, const char* member) {
  if (uri.empty()) return "";
  return copies_.stage(name_, store_, sagemaker::s3_location(uri, member),
                       [this] { require_waiting(); });
}

void StagedData::require_waiting() const {
  if (is_abandoned_()) throw Error(Code::Cancelled, "nobody waits for this look any more");
}

}  // namespace sempurna::own
