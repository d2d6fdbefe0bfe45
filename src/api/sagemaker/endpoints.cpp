#include "api/sagemaker/endpoints.h"

#include <algorithm>
#include <set>

#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/endpoint_configs.h"
#include "api/sagemaker/handlers.h"
#include "api/sagemaker/pages.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "api/sagemaker/tags.h"
#include "serving/endpoints.h"

namespace sempurna::sagemaker {

namespace {

constexpr MemberRow kRefused[] = {
    {"DeploymentConfig.AutoRollbackConfiguration", "there are no alarms here"},
    {"DeploymentConfig.RollingUpdatePolicy", "the new variants take over all at once"},
};

std::string arn_of(const Operation& op, const std::string& name) {
  return resource_arn(op.services.config, "endpoint", name);
}

std::string authorized_name(Operation& op) {
  require_right_shape(op);
  std::string name = text(op.input, {"EndpointName"});
  authorize_tagged(op, op.call.action(), arn_of(op, name));
  return name;
}

JsonError no_endpoint(const Operation& op, const std::string& name) {
  return not_valid("Could not find endpoint \"{}\".", arn_of(op, name));
}

/// Of a change of an endpoint, what its errors are to clients.
template <typename Change>
void change(const Operation& op, const std::string& name, const Change& change) {
  try {
    change();
  } catch (const Error& error) {
    if (error.code() == Code::Conflict) {
      throw not_valid("Cannot update in-progress endpoint \"{}\".", arn_of(op, name));
    }
    if (error.code() != Code::NotFound) throw;
    if (!op.services.endpoints->find(name)) throw no_endpoint(op, name);
    throw not_valid("{}", error.what());
  }
}

void check_deployment(const Operation& op) {
  refuse_members(op.input, kRefused);
  const std::string routing = text(op.input, {"DeploymentConfig", "BlueGreenUpdatePolicy",
                                              "TrafficRoutingConfiguration", "Type"});
  if (!routing.empty() && routing != "ALL_AT_ONCE") {
    throw not_valid(
        "TrafficRoutingConfiguration {} is not served: the new variants take over ALL_AT_ONCE",
        routing);
  }
}

DeploymentPlan asked_plan(Operation& op) {
  const std::string config = text(op.input, {"EndpointConfigName"});
  authorize_tagged(op, op.call.action(), endpoint_config_arn(op, config));
  check_deployment(op);
  return plan_of(op, config);
}

/// Variants of the same name keep what was changed of them since they were made.
void retain_properties(const Operation& op, const EndpointRecord& now, DeploymentPlan& plan) {
  const JsonMap* retain = member(op.input, {"RetainAllVariantProperties"});
  if (retain == nullptr || !retain->get<bool>() || !now.current) return;
  std::set<std::string> excluded;
  if (const JsonMap* list = member(op.input, {"ExcludeRetainedVariantProperties"})) {
    for (const JsonMap& one : *list) excluded.insert(text(one, {"VariantPropertyType"}));
  }
  for (VariantPlan& variant : plan.variants) {
    for (const VariantPlan& before : now.current->variants) {
      if (before.name != variant.name) continue;
      if (!excluded.contains("DesiredWeight")) variant.weight = before.weight;
      if (!excluded.contains("DesiredInstanceCount")) variant.instances = before.instances;
    }
  }
}

Json summary_of(const VariantPlan& variant) {
  Json all = {{"VariantName", variant.name}};
  if (!variant.image.empty()) {
    all["DeployedImages"] = Json::array({{{"SpecifiedImage", variant.image}}});
  }
  all["CurrentWeight"] = all["DesiredWeight"] = variant.weight;
  all["CurrentInstanceCount"] = all["DesiredInstanceCount"] = variant.instances;
  return all;
}

}  // namespace

Json description_of(const Operation& op, const EndpointRecord& endpoint) {
  Json all = {{"EndpointName", endpoint.name},
              {"EndpointArn", arn_of(op, endpoint.name)},
              {"EndpointConfigName", endpoint.shown().config},
              {"EndpointStatus", sempurna::name(endpoint.state)},
              {"CreationTime", epoch_seconds(endpoint.created)},
              {"LastModifiedTime", epoch_seconds(endpoint.changed)}};
  if (endpoint.current) {
    Json& variants = all["ProductionVariants"] = Json::array();
    for (const VariantPlan& variant : endpoint.current->variants) {
      variants.push_back(summary_of(variant));
    }
  }
  if (!endpoint.message.empty()) all["FailureReason"] = endpoint.message;
  return all;
}

Json create_endpoint(Operation& op) {
  const std::string name = authorized_name(op);
  check_tags(op, arn_of(op, name));
  try {
    op.services.endpoints->create(name, asked_plan(op));
  } catch (const Error& error) {
    if (error.code() != Code::AlreadyExists) throw;
    throw not_valid("Cannot create already existing endpoint \"{}\".", arn_of(op, name));
  }
  keep_tags(op, arn_of(op, name));
  return {{"EndpointArn", arn_of(op, name)}};
}

Json describe_endpoint(Operation& op) {
  const std::string name = authorized_name(op);
  const auto endpoint = op.services.endpoints->find(name);
  if (!endpoint) throw no_endpoint(op, name);
  return description_of(op, *endpoint);
}

Json list_endpoints(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  std::vector<Listed> all;
  for (const EndpointRecord& endpoint : op.services.endpoints->list()) {
    const auto status = sempurna::name(endpoint.state);
    all.push_back({.name = endpoint.name,
                   .created = endpoint.created,
                   .changed = endpoint.changed,
                   .status = std::string(status),
                   .summary = {{"EndpointName", endpoint.name},
                               {"EndpointArn", arn_of(op, endpoint.name)},
                               {"CreationTime", epoch_seconds(endpoint.created)},
                               {"LastModifiedTime", epoch_seconds(endpoint.changed)},
                               {"EndpointStatus", status}}});
  }
  return page_of(op, "Endpoints", std::move(all));
}

Json update_endpoint(Operation& op) {
  const std::string name = authorized_name(op);
  const auto now = op.services.endpoints->find(name);
  if (!now) throw no_endpoint(op, name);
  DeploymentPlan plan = asked_plan(op);
  retain_properties(op, *now, plan);
  change(op, name, [&] { op.services.endpoints->update(name, std::move(plan)); });
  return {{"EndpointArn", arn_of(op, name)}};
}

Json update_endpoint_weights_and_capacities(Operation& op) {
  const std::string name = authorized_name(op);
  std::vector<VariantChange> changes;
  for (const JsonMap& one : *member(op.input, {"DesiredWeightsAndCapacities"})) {
    VariantChange wanted{.variant = text(one, {"VariantName"})};
    if (const JsonMap* weight = member(one, {"DesiredWeight"})) {
      wanted.weight = weight->get<double>();
    }
    if (const JsonMap* count = member(one, {"DesiredInstanceCount"})) {
      wanted.instances = count->get<int64_t>();
    }
    changes.push_back(std::move(wanted));
  }
  change(op, name, [&] { op.services.endpoints->change(name, changes); });
  return {{"EndpointArn", arn_of(op, name)}};
}

Json delete_endpoint(Operation& op) {
  const std::string name = authorized_name(op);
  if (!op.services.endpoints->find(name)) throw no_endpoint(op, name);
  // Before another of the name can be made, with tags of its own.
  op.services.resources->remove_all_tags(arn_of(op, name));
  change(op, name, [&] { op.services.endpoints->remove(name); });
  return Json::object();
}

}  // namespace sempurna::sagemaker
