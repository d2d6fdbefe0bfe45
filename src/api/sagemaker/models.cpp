#include "api/sagemaker/models.h"

#include "access/access_error.h"
#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/check_places.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/pages.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/tags.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kKind = ResourceKind::Model;

constexpr MemberRow kRefused[] = {
    {"InferenceExecutionConfig", "a model here is one container"},
};
constexpr MemberRow kRefusedOfContainers[] = {
    {"AdditionalModelDataSources", "a model's files are all in its archive"},
    {"InferenceSpecificationName", "there are no model packages here"},
    {"ModelDataSource.S3DataSource.HubAccessConfig", "give the model's own files"},
    {"ModelPackageName", "there are no model packages here; give ModelDataUrl"},
    {"MultiModelConfig", "an endpoint's variant answers for one model"},
};

std::string arn_of(const Operation& op, const std::string& name) {
  return resource_arn(op.services.config, sempurna::name(kKind), name);
}

std::string authorized_name(Operation& op) {
  require_right_shape(op);
  std::string name = text(op.input, {"ModelName"});
  authorize_tagged(op, op.call.action(), arn_of(op, name));
  return name;
}

/// The role may read the model's data, and they are there.
void check_model_data(Operation& op, const std::string& place, const std::string& role_arn) {
  const Location location = s3_location(place, "the container's model data");
  RoleStore objects = role_store(op, role_arn);
  bool is_there = false;
  try {
    std::string key = location.key;
    if (place.ends_with('/')) {
      const Listing found = objects.list(location.bucket, {.prefix = key, .limit = 1});
      key = found.objects.empty() ? "" : found.objects.front().key;
    }
    is_there = !key.empty() && objects.head(location.bucket, key).has_value();
  } catch (const AccessError&) {
    throw not_valid(
        "Could not access model data at {}. Please ensure that the role \"{}\" exists and that its "
        "trust relationship policy allows the action \"sts:AssumeRole\" for the service principal "
        "\"sagemaker.amazonaws.com\". Also ensure that the role has \"s3:GetObject\" permissions "
        "and that the object is located in {}. If your Model uses multiple models or uncompressed "
        "models, please ensure that the role has \"s3:ListBucket\" permission.",
        place, role_arn, op.services.config.region);
  } catch (const StoreError&) {
    // No such bucket.
  }
  if (!is_there) throw not_valid("Could not find model data at {}.", place);
}

}  // namespace

JsonMap container_of(const JsonMap& asked) {
  const JsonMap* primary = member(asked, {"PrimaryContainer"});
  const JsonMap* several = member(asked, {"Containers"});
  const size_t count = several == nullptr ? 0 : several->size();
  if (primary != nullptr && count > 0) {
    throw not_valid("PrimaryContainer and Containers cannot be given together");
  }
  if (count > 1) {
    throw not_valid("Containers has {} containers, but a model here is one: give PrimaryContainer",
                    count);
  }
  if (primary == nullptr && count == 0) throw not_valid("the model has no PrimaryContainer");
  return primary != nullptr ? *primary : several->front();
}

std::string model_data_of(const JsonMap& container) {
  std::string place = text(container, {"ModelDataUrl"});
  const JsonMap* source = member(container, {"ModelDataSource", "S3DataSource"});
  if (!place.empty() && source != nullptr) {
    throw not_valid("ModelDataUrl and ModelDataSource cannot be given together");
  }
  if (source != nullptr) {
    place = text(*source, {"S3Uri"});
    const bool is_prefix = text(*source, {"S3DataType"}) == "S3Prefix";
    const bool is_packed = text(*source, {"CompressionType"}) == "Gzip";
    if (is_prefix == is_packed) {
      throw not_valid(
          "ModelDataSource is either a S3Prefix with CompressionType None, a model's files, or a "
          "S3Object with Gzip, a model.tar.gz");
    }
    if (is_prefix && !place.ends_with('/')) place += '/';
  }
  if (place.empty()) {
    throw not_valid(
        "the container has no ModelDataUrl; give the model.tar.gz of a training job, as its "
        "ModelArtifacts name it");
  }
  return place;
}

VariantPlan plan_of(const Resource& model) {
  const JsonMap asked = JsonMap::parse(model.asked.dump());
  const JsonMap container = container_of(asked);
  VariantPlan plan{.name = model.name,
                   .model_data = model_data_of(container),
                   .role = text(asked, {"ExecutionRoleArn"}),
                   .image = text(container, {"Image"})};
  if (const JsonMap* isolated = member(asked, {"EnableNetworkIsolation"})) {
    plan.without_network = isolated->get<bool>();
  }
  return plan;
}

JsonError no_model(const ServerConfig& config, const std::string& name) {
  return not_valid("Could not find model \"{}\".",
                   resource_arn(config, sempurna::name(kKind), name));
}

Json description_of(const Operation& op, const Resource& model) {
  Json all = model.asked;
  all.erase("Tags");
  all["ModelName"] = model.name;
  all["ModelArn"] = arn_of(op, model.name);
  all["CreationTime"] = epoch_seconds(model.created);
  if (!all.contains("EnableNetworkIsolation")) all["EnableNetworkIsolation"] = false;
  return all;
}

Json create_model(Operation& op) {
  const std::string name = authorized_name(op);
  const std::string role_arn = text(op.input, {"ExecutionRoleArn"});
  if (role_arn.empty()) {
    throw not_valid(
        "ExecutionRoleArn is missing: it is with this role's permissions that the model's data are "
        "read");
  }
  authorize_role(op, role_arn);
  refuse_members(op.input, kRefused);
  const JsonMap container = container_of(op.input);
  refuse_members(container, kRefusedOfContainers);
  if (text(container, {"Mode"}) == "MultiModel") {
    throw not_valid("Mode MultiModel is not served: a variant answers for one model");
  }
  check_tags(op, arn_of(op, name));
  check_network(op, op.input);
  check_model_data(op, model_data_of(container), role_arn);
  try {
    op.services.resources->add(kKind, name, kept_of(op));
  } catch (const Error& error) {
    if (error.code() != Code::AlreadyExists) throw;
    throw not_valid("Cannot create already existing model \"{}\".", arn_of(op, name));
  }
  keep_tags(op, arn_of(op, name));
  return {{"ModelArn", arn_of(op, name)}};
}

Json describe_model(Operation& op) {
  const std::string name = authorized_name(op);
  const auto model = op.services.resources->find(kKind, name);
  if (!model) throw no_model(op.services.config, name);
  return description_of(op, *model);
}

Json list_models(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  std::vector<Listed> all;
  for (const Resource& model : op.services.resources->list(kKind)) {
    all.push_back({.name = model.name,
                   .created = model.created,
                   .changed = model.created,
                   .summary = {{"ModelName", model.name},
                               {"ModelArn", arn_of(op, model.name)},
                               {"CreationTime", epoch_seconds(model.created)}}});
  }
  return page_of(op, "Models", std::move(all));
}

Json delete_model(Operation& op) {
  const std::string name = authorized_name(op);
  if (!op.services.resources->find(kKind, name)) throw no_model(op.services.config, name);
  op.services.resources->remove_all_tags(arn_of(op, name));
  op.services.resources->remove(kKind, name);
  return Json::object();
}

}  // namespace sempurna::sagemaker
