#include "serving/transform_jobs.h"

#include "api/sagemaker/description.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/pages.h"
#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

namespace {

std::string arn_of(const Operation& op, const std::string& name) {
  return resource_arn(op.services.config, "transform-job", name);
}

/// The name that a request gives, once the caller may do the operation with the job.
std::string authorized_name(Operation& op) {
  require_right_shape(op);
  std::string name = text(op.input, {"TransformJobName"});
  authorize(op.services, op.call, op.call.action(), arn_of(op, name));
  return name;
}

TransformRecord find_job(const Operation& op, const std::string& name) {
  auto job = op.services.transforms->find(name);
  if (!job) throw not_valid("Could not find requested job with name: {}", name);
  return std::move(*job);
}

/// What both a description and a list have of a job's state.
void add_state(const Operation& op, const TransformSummary& job, Json& all) {
  all["TransformJobName"] = job.name;
  all["TransformJobArn"] = arn_of(op, job.name);
  all["TransformJobStatus"] = sempurna::name(job.state);
  all["CreationTime"] = epoch_seconds(job.created);
  if (!is_at_work(job.state)) all["TransformEndTime"] = epoch_seconds(job.changed);
  if (job.state == TransformState::Failed) {
    all["FailureReason"] = failure_reason(op.services.config, job.code, job.message);
  }
}

}  // namespace

Json describe_transform_job(Operation& op) {
  const TransformRecord job = find_job(op, authorized_name(op));
  Json all = job.asked;
  all.erase("Tags");  // ListTags has those
  add_state(op, job, all);
  if (job.began) all["TransformStartTime"] = epoch_seconds(*job.began);
  return all;
}

Json list_transform_jobs(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  std::vector<Listed> all;
  for (const TransformSummary& job : op.services.transforms->list()) {
    Json summary = Json::object();
    add_state(op, job, summary);
    summary["LastModifiedTime"] = epoch_seconds(job.changed);
    all.push_back({.name = job.name,
                   .created = job.created,
                   .changed = job.changed,
                   .status = std::string(sempurna::name(job.state)),
                   .summary = std::move(summary)});
  }
  return page_of(op, "TransformJobSummaries", std::move(all));
}

Json stop_transform_job(Operation& op) {
  const std::string name = authorized_name(op);
  find_job(op, name);
  try {
    op.services.transforms->stop(name);
  } catch (const Error& error) {
    if (error.code() != Code::Conflict) throw;
    throw not_valid("The request was rejected because the transform job is in status {}.",
                    sempurna::name(find_job(op, name).state));
  }
  return Json::object();
}

}  // namespace sempurna::sagemaker
