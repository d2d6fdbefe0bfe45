#include "api/sagemaker/checked_job.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/tags.h"
#include "jobs/training_jobs.h"

namespace sempurna::sagemaker {

namespace {

/// Asked for before, and accepted: a client that got no answer asks again.
bool is_again(Operation& op, const std::string& name, const Json& asked, const std::string& arn) {
  const auto known = op.services.jobs->find(name);
  if (known && known->asked == asked) return true;
  if (!known && op.services.jobs->list({.named_alike = name}).empty()) return false;
  throw JsonError("ResourceInUse",
                  "Training job names must be unique within an AWS account and region, and a "
                  "training job with this name already exists ({})",
                  arn);
}

}  // namespace

Json create_training_job(Operation& op) {
  require_right_shape(op);
  const std::string name = text(op.input, {"TrainingJobName"});
  const std::string arn = training_job_arn(op.services.config, name);
  authorize_tagged(op, op.call.action(), arn);
  authorize_role(op, text(op.input, {"RoleArn"}));
  const Json asked = kept_of(op);
  check_tags(op, arn);
  if (is_again(op, name, asked, arn)) {
    keep_tags_if_missing(op, arn);
    return {{"TrainingJobArn", arn}};
  }

  const CheckedJob job = checked_job(op, op.input);
  try {
    op.services.jobs->accept(name, job.parent.id, job.request, asked);
  } catch (const Error& error) {
    // The same request twice at a time.
    if (error.code() != Code::AlreadyExists || !is_again(op, name, asked, arn)) throw;
  }
  keep_tags(op, arn);
  return {{"TrainingJobArn", arn}};
}

}  // namespace sempurna::sagemaker
