#include "access/access_error.h"
#include "api/sagemaker/check_places.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/models.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/requested_transform.h"
#include "api/sagemaker/tags.h"
#include "serving/transform_jobs.h"

namespace sempurna::sagemaker {

namespace {

/// The first object of the job, which its role may read.
TransformInput first_input(Operation& op, RoleStore& objects, const TransformPlan& plan) {
  const Location location = Location::parse(plan.input);
  const std::string& role = plan.model.role;
  std::optional<TransformInput> first;
  try {
    first = TransformInputs(objects, plan).next();
    if (first && objects.head(first->bucket, first->key)) return std::move(*first);
  } catch (const AccessError&) {
    const bool reads = first || plan.is_manifest;
    throw unauthorized(location, role, reads ? "s3:GetObject" : "s3:ListBucket");
  } catch (const StoreError&) {
    throw nothing_there(op.services, location, role);
  } catch (const Error& error) {
    throw not_valid("{}", error.what());
  }
  if (!first) throw nothing_there(op.services, location, role);
  throw not_valid("{} names {}, which is not there", plan.input, first->place());
}

void check_output(RoleStore& objects, const TransformPlan& plan, const TransformInput& first) {
  const Location location = Location::parse(plan.output);
  try {
    objects.check_write(location.bucket, output_key(location, first));
  } catch (const Error& error) {
    throw not_valid(
        "Access denied to TransformOutput S3 bucket. Please ensure that the bucket \"{}\" exists "
        "and that the role \"{}\" has \"s3:PutObject\" permissions on it, and may use its key: {}",
        location.bucket, plan.model.role, error.what());
  }
}

/// Asked for before, and accepted: a client that got no answer asks again.
bool is_again(const Operation& op, const std::string& name, const Json& asked,
              const std::string& arn) {
  const auto known = op.services.transforms->find(name);
  if (!known) return false;
  if (known->asked == asked) return true;
  throw JsonError("ResourceInUse",
                  "Job name must be unique within an AWS account and region, and a job with this "
                  "name already exists ({})",
                  arn);
}

}  // namespace

Json create_transform_job(Operation& op) {
  require_right_shape(op);
  const std::string name = text(op.input, {"TransformJobName"});
  const std::string arn = resource_arn(op.services.config, "transform-job", name);
  authorize_tagged(op, op.call.action(), arn);
  const Json asked = kept_of(op);
  check_tags(op, arn);
  if (is_again(op, name, asked, arn)) {
    keep_tags_if_missing(op, arn);
    return {{"TransformJobArn", arn}};
  }

  const std::string model_name = text(op.input, {"ModelName"});
  const auto model = op.services.resources->find(ResourceKind::Model, model_name);
  if (!model) throw no_model(op.services.config, model_name);
  TransformPlan plan = requested_transform(op.input, *model);
  plan.owner = op.call.from.caller.owner;
  check_key(op, "TransformOutput");
  RoleStore objects = role_store(op, plan.model.role, plan.output_key);
  check_output(objects, plan, first_input(op, objects, plan));
  try {
    op.services.transforms->accept(name, plan, asked);
  } catch (const Error& error) {
    // The same request twice at a time.
    if (error.code() != Code::AlreadyExists || !is_again(op, name, asked, arn)) throw;
  }
  keep_tags(op, arn);
  return {{"TransformJobArn", arn}};
}

}  // namespace sempurna::sagemaker
