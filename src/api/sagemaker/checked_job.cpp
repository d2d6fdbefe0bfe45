#include "api/sagemaker/checked_job.h"

#include "access/access_error.h"
#include "api/sagemaker/check_places.h"
#include "api/sagemaker/hub.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_job.h"
#include "catalog/s3_copies.h"
#include "jobs/job_memory.h"
#include "jobs/prepare_job.h"
#include "jobs/staging.h"

namespace sempurna::sagemaker {

namespace {

void check_key(json::Operation& op, const std::string& key) {
  if (key.empty()) return;
  try {
    op.services.keys.find(key);
  } catch (const AccessError&) {
    throw not_valid("OutputDataConfig.KmsKeyId is '{}', but this server has no such key", key);
  }
}

/// An archive is fetched here, so that what it is, and what it takes, can be told before the job is
/// accepted.
JobParent check_model_of(RoleStore& objects, RequestedJob& job, const CheckModel& check) {
  TrainingRequest request = job.request;
  const TemporaryFolder own;
  bool is_here = false;
  try {
    if (job.card.empty()) {
      request.model =
          stage_in({objects, "this server"}, s3_location(request.model, "the channel 'model'"),
                   s3_copies(own.path()), [](const std::string&) {});
    }
    is_here = true;
    JobParent parent = check(request);
    job.request.memory_bytes = request.memory_bytes;
    return parent;
  } catch (const AccessError& error) {
    throw not_valid("the channel 'model' cannot be read: {}", error.what());
  } catch (const ServiceError&) {
    throw;
  } catch (const Error& error) {
    // For want of room here, say: that is nothing of the request's.
    if (!is_here && error.code() == Code::ResourceLimit) throw;
    throw not_valid("{}", with_s3_places(error.what(), own.path()));
  }
}

}  // namespace

JobParent check_model(TrainingRequest& request) {
  JobParent parent = check_request(request);
  request.memory_bytes = least_memory(parent, request);
  return parent;
}

CheckedJob checked_job(json::Operation& op, const JsonMap& asked, const CheckModel& check) {
  const std::string role_arn = text(asked, {"RoleArn"});
  const std::string key = text(asked, {"OutputDataConfig", "KmsKeyId"});
  RequestedJob job = requested_job(asked);
  if (!job.card.empty()) require_seen(op, job.card);
  job.request.owner = op.call.from.caller.owner;
  check_network(op, asked);
  check_key(op, key);
  RoleStore objects = role_store(op, role_arn, key);
  JobParent parent = check_model_of(objects, job, check);
  check_output(objects, job.request, role_arn);
  check_checkpoints(objects, job.request, role_arn);
  for (const std::string* place : {&job.request.data, &job.request.validation, &job.request.test}) {
    if (!place->empty()) check_data(op.services, objects, *place, parent.task, role_arn);
  }
  return {std::move(parent), std::move(job.request)};
}

}  // namespace sempurna::sagemaker
