#include "api/sagemaker/endpoint_configs.h"

#include <set>

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/models.h"
#include "api/sagemaker/pages.h"
#include "api/sagemaker/passed_role.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/tags.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kKind = ResourceKind::EndpointConfig;
constexpr int64_t kReadyWithin = 240;

constexpr MemberRow kRefused[] = {
    {"AsyncInferenceConfig", "endpoints here answer at once"},
    {"DataCaptureConfig.EnableCapture", "requests are not kept"},
    {"ExplainerConfig", "there is no explainer"},
    {"KmsKeyId", "what an endpoint keeps while it works is not sealed here"},
    {"ShadowProductionVariants", "each request is answered by one variant"},
};
constexpr MemberRow kRefusedOfVariants[] = {
    {"CapacityReservationConfig", "there are no reservations here"},
    {"CoreDumpConfig", "no core is dumped"},
    {"ManagedInstanceScaling", "a variant is one worker on this machine"},
    {"ServerlessConfig", "a variant is a worker that stays; give InstanceType"},
};

JsonError no_config(const json::Operation& op, const std::string& name) {
  return not_valid("Could not find endpoint configuration \"{}\".", endpoint_config_arn(op, name));
}

std::string authorized_name(Operation& op) {
  require_right_shape(op);
  std::string name = text(op.input, {"EndpointConfigName"});
  authorize_tagged(op, op.call.action(), endpoint_config_arn(op, name));
  return name;
}

Resource find_model(const json::Operation& op, const JsonMap& variant) {
  const std::string name = text(variant, {"ModelName"});
  if (name.empty()) {
    throw not_valid("the variant {} has no ModelName", text(variant, {"VariantName"}));
  }
  auto model = op.services.resources->find(ResourceKind::Model, name);
  if (!model) throw no_model(op.services.config, name);
  return std::move(*model);
}

void check_variants(const Operation& op) {
  std::set<std::string> names;
  double sum = 0;
  for (const JsonMap& variant : *member(op.input, {"ProductionVariants"})) {
    refuse_members(variant, kRefusedOfVariants);
    const std::string name = text(variant, {"VariantName"});
    if (!names.insert(name).second) {
      throw not_valid("two ProductionVariants are called {}; give each a name of its own", name);
    }
    if (text(variant, {"InstanceType"}).empty()) {
      throw not_valid("the variant {} has no InstanceType", name);
    }
    find_model(op, variant);
    const JsonMap* weight = member(variant, {"InitialVariantWeight"});
    sum += weight == nullptr ? 1 : weight->get<double>();
  }
  if (sum <= 0) throw not_valid("the ProductionVariants' weights are all 0");
}

VariantPlan plan_of_variant(const json::Operation& op, const JsonMap& variant) {
  VariantPlan plan = plan_of(find_model(op, variant));
  plan.name = text(variant, {"VariantName"});
  if (const JsonMap* weight = member(variant, {"InitialVariantWeight"})) {
    plan.weight = weight->get<double>();
  }
  if (const JsonMap* count = member(variant, {"InitialInstanceCount"})) {
    plan.instances = count->get<int64_t>();
  }
  const JsonMap* seconds = member(variant, {"ContainerStartupHealthCheckTimeoutInSeconds"});
  plan.ready_within = seconds == nullptr ? kReadyWithin : seconds->get<int64_t>();
  return plan;
}

}  // namespace

std::string endpoint_config_arn(const json::Operation& op, const std::string& name) {
  return resource_arn(op.services.config, sempurna::name(kKind), name);
}

DeploymentPlan plan_of(const json::Operation& op, const std::string& config) {
  const auto found = op.services.resources->find(kKind, config);
  if (!found) throw no_config(op, config);
  DeploymentPlan plan{.config = found->name, .variants = {}};
  const JsonMap asked = JsonMap::parse(found->asked.dump());
  for (const JsonMap& variant : *member(asked, {"ProductionVariants"})) {
    plan.variants.push_back(plan_of_variant(op, variant));
  }
  return plan;
}

Json create_endpoint_config(Operation& op) {
  const std::string name = authorized_name(op);
  refuse_members(op.input, kRefused);
  check_tags(op, endpoint_config_arn(op, name));
  check_variants(op);
  check_network(op, op.input);
  try {
    op.services.resources->add(kKind, name, kept_of(op));
  } catch (const Error& error) {
    if (error.code() != Code::AlreadyExists) throw;
    throw not_valid("Cannot create already existing endpoint configuration \"{}\".",
                    endpoint_config_arn(op, name));
  }
  keep_tags(op, endpoint_config_arn(op, name));
  return {{"EndpointConfigArn", endpoint_config_arn(op, name)}};
}

Json describe_endpoint_config(Operation& op) {
  const std::string name = authorized_name(op);
  const auto config = op.services.resources->find(kKind, name);
  if (!config) throw no_config(op, name);
  Json all = config->asked;
  all.erase("Tags");
  all["EndpointConfigName"] = config->name;
  all["EndpointConfigArn"] = endpoint_config_arn(op, name);
  all["CreationTime"] = epoch_seconds(config->created);
  if (!all.contains("EnableNetworkIsolation")) all["EnableNetworkIsolation"] = false;
  return all;
}

Json list_endpoint_configs(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  std::vector<Listed> all;
  for (const Resource& config : op.services.resources->list(kKind)) {
    all.push_back({.name = config.name,
                   .created = config.created,
                   .changed = config.created,
                   .summary = {{"EndpointConfigName", config.name},
                               {"EndpointConfigArn", endpoint_config_arn(op, config.name)},
                               {"CreationTime", epoch_seconds(config.created)}}});
  }
  return page_of(op, "EndpointConfigs", std::move(all));
}

Json delete_endpoint_config(Operation& op) {
  const std::string name = authorized_name(op);
  if (!op.services.resources->find(kKind, name)) throw no_config(op, name);
  op.services.resources->remove_all_tags(endpoint_config_arn(op, name));
  op.services.resources->remove(kKind, name);
  return Json::object();
}

}  // namespace sempurna::sagemaker
