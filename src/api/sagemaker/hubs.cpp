#include "api/jumpstart/names.h"
#include "api/sagemaker/asked_members.h"
#include "api/sagemaker/description.h"
#include "api/sagemaker/hub.h"
#include "api/sagemaker/pages.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "api/sagemaker/tags.h"
#include "catalog/locations.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kKind = ResourceKind::Hub;

constexpr MemberRow kRefused[] = {
    {"S3StorageConfig", "the models of a hub lie with this server's other models"},
};

/// As if it had been made by a request.
Resource public_hub(Operation& op) {
  const auto card = op.services.jumpstart.head(jumpstart::spec_key(kDefaultCard));
  return {.name = kPublicHub,
          .asked = {{"HubDisplayName", "Model cards"},
                    {"HubDescription", "The models that can be fine-tuned on this server."}},
          .created = card ? card->modified : Time()};
}

Json summary_of(const ServerConfig& config, const Resource& hub) {
  Json all = {{"HubName", hub.name},
              {"HubArn", hub_arn(config, hub.name)},
              {"HubStatus", "InService"},
              {"CreationTime", epoch_seconds(hub.created)},
              {"LastModifiedTime", epoch_seconds(hub.created)}};
  for (const char* member : {"HubDisplayName", "HubDescription", "HubSearchKeywords"}) {
    if (hub.asked.contains(member)) all[member] = hub.asked.at(member);
  }
  return all;
}

/// The hub that a request is about, once the caller may do the operation with it.
std::string authorized_hub(Operation& op) {
  require_right_shape(op);
  std::string hub = asked_hub(op);
  authorize(op.services, op.call, op.call.action(), hub_arn(op.services.config, hub));
  return hub;
}

JsonError in_use(const std::string& hub, const std::string& why) {
  return JsonError("ResourceInUse", "The hub {} {}", hub, why);
}

}  // namespace

Json list_hubs(Operation& op) {
  require_right_shape(op);
  authorize(op.services, op.call, op.call.action(), "*");
  if (text(op.input, {"SortBy"}) == "AccountIdOwner") {
    throw not_valid("SortBy AccountIdOwner is not served: use HubName, CreationTime or HubStatus");
  }
  std::vector<Resource> hubs = op.services.resources->list(kKind);
  hubs.push_back(public_hub(op));
  std::vector<Listed> all;
  for (const Resource& hub : hubs) {
    all.push_back({.name = hub.name,
                   .created = hub.created,
                   .changed = hub.created,
                   .status = "InService",
                   .summary = summary_of(op.services.config, hub)});
  }
  return page_of(op, "HubSummaries", std::move(all));
}

Json describe_hub(Operation& op) {
  const std::string name = authorized_hub(op);
  require_hub(op, name);
  if (name == kPublicHub) return summary_of(op.services.config, public_hub(op));
  return summary_of(op.services.config, op.services.resources->find(kKind, name).value());
}

Json create_hub(Operation& op) {
  require_right_shape(op);
  const std::string name = asked_hub(op);
  const std::string arn = hub_arn(op.services.config, name);
  authorize_tagged(op, op.call.action(), arn);
  refuse_members(op.input, kRefused);
  check_tags(op, arn);
  if (name == kPublicHub) throw in_use(name, "is there already: it is this server's own");
  try {
    op.services.resources->add(kKind, name, kept_of(op));
  } catch (const Error& error) {
    if (error.code() != Code::AlreadyExists) throw;
    throw in_use(name, fmt::format("is there already ({})", arn));
  }
  keep_tags(op, arn);
  return {{"HubArn", arn}};
}

Json delete_hub(Operation& op) {
  const std::string name = authorized_hub(op);
  require_hub(op, name);
  if (name == kPublicHub) throw in_use(name, "is this server's own and is not deleted");
  const std::lock_guard lock(hub_changes());
  const Catalog catalog = Catalog::open(share_folder(), home_folder());
  for (const Card& card : catalog.cards()) {
    if (card.private_hub != name) continue;
    const std::string seen = may_see(op, card) ? fmt::format(", {} among them", card.id) : "";
    throw in_use(name, fmt::format("has contents{}; delete them first", seen));
  }
  op.services.resources->remove_all_tags(hub_arn(op.services.config, name));
  op.services.resources->remove(kKind, name);
  return Json::object();
}

}  // namespace sempurna::sagemaker
