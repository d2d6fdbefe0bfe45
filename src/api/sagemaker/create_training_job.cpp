#include "access/access_error.h"
#include "api/sagemaker/check_places.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_job.h"
#include "api/sagemaker/tags.h"
#include "catalog/s3_copies.h"
#include "jobs/job_memory.h"
#include "jobs/prepare_job.h"
#include "jobs/training_jobs.h"

namespace sempurna::sagemaker {

namespace {

void check_key(Operation& op) {
  const std::string key = text(op.input, {"OutputDataConfig", "KmsKeyId"});
  if (key.empty()) return;
  try {
    op.services.keys.find(key);
  } catch (const AccessError&) {
    throw not_valid("OutputDataConfig.KmsKeyId is '{}', but this server has no such key", key);
  }
}

/// An archive is fetched here, so that what it is, and what it takes, can be told before the job is
/// accepted.
JobParent check_model(RoleStore& objects, RequestedJob& job) {
  TrainingRequest request = job.request;
  const TemporaryFolder own;
  try {
    if (job.card.empty()) {
      request.model =
          stage_in({objects, "this server"}, s3_location(request.model, "the channel 'model'"),
                   s3_copies(own.path()), [](const std::string&) {});
    }
    JobParent parent = check_request(request);
    job.request.memory_bytes = least_memory(parent, request);
    return parent;
  } catch (const AccessError& error) {
    throw not_valid("the channel 'model' cannot be read: {}", error.what());
  } catch (const ServiceError&) {
    throw;
  } catch (const Error& error) {
    throw not_valid("{}", with_s3_places(error.what(), own.path()));
  }
}

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
  authorize(op.services, op.call, op.call.action(), arn);
  const std::string role_arn = text(op.input, {"RoleArn"});
  authorize_role(op, role_arn);
  const Json asked = kept_of(op);
  if (is_again(op, name, asked, arn)) return {{"TrainingJobArn", arn}};

  check_tags(op, arn);
  RequestedJob job = requested_job(op.input);
  job.request.owner = op.call.from.caller.owner;
  check_network(op);
  check_key(op);
  RoleStore objects = role_store(op, role_arn, text(op.input, {"OutputDataConfig", "KmsKeyId"}));
  const JobParent parent = check_model(objects, job);
  check_output(objects, job.request, role_arn);
  check_checkpoints(objects, job.request, role_arn);
  for (const std::string* place : {&job.request.data, &job.request.validation, &job.request.test}) {
    if (!place->empty()) check_data(op.services, objects, *place, parent.task, role_arn);
  }
  try {
    op.services.jobs->accept(name, parent.id, job.request, asked);
  } catch (const Error& error) {
    // The same request twice at a time.
    if (error.code() != Code::AlreadyExists || !is_again(op, name, asked, arn)) throw;
  }
  keep_tags(op, arn);
  return {{"TrainingJobArn", arn}};
}

}  // namespace sempurna::sagemaker
