#include "api/sagemaker/hub.h"

#include "api/sagemaker/request.h"
#include "api/sagemaker/resources.h"
#include "base/ascii.h"
#include "catalog/locations.h"

namespace sempurna::sagemaker {

namespace {

std::string account_of(const ServerConfig& config, const std::string& hub) {
  return hub == kPublicHub ? "aws" : config.account;
}

constexpr auto kSeeing = "sagemaker:DescribeHubContent";

}  // namespace

std::string hub_arn(const ServerConfig& config, const std::string& hub) {
  return fmt::format("arn:aws:sagemaker:{}:{}:hub/{}", config.region, account_of(config, hub), hub);
}

std::string content_arn(const ServerConfig& config, const std::string& hub, const std::string& name,
                        const std::string& version) {
  return fmt::format("arn:aws:sagemaker:{}:{}:hub-content/{}/{}/{}/{}", config.region,
                     account_of(config, hub), hub, kModelContent, name, version);
}

std::string content_arn(const ServerConfig& config, const Card& card) {
  return content_arn(config, card.private_hub.empty() ? kPublicHub : card.private_hub, card.id,
                     card.version);
}

JsonError no_such_hub_thing(const std::string& what) {
  return JsonError("ResourceNotFound", "{} does not exist.", what);
}

std::string asked_hub(const Operation& op) {
  const std::string given = text(op.input, {"HubName"});
  const std::string name = given.substr(given.rfind('/') + 1);
  if (name != given && given != hub_arn(op.services.config, name)) return given;
  if (same_but_for_case(name, kPublicHub)) return kPublicHub;
  const auto own = op.services.resources->find(ResourceKind::Hub, name);
  return own ? own->name : name;
}

void require_hub(const Operation& op, const std::string& hub) {
  if (hub == kPublicHub || op.services.resources->find(ResourceKind::Hub, hub)) return;
  throw no_such_hub_thing("Hub " + hub);
}

std::mutex& hub_changes() {
  static std::mutex one;
  return one;
}

bool may_see(Operation& op, const Card& card) {
  return card.private_hub.empty() ||
         may(op.services, op.call, kSeeing, content_arn(op.services.config, card));
}

void require_seen(Operation& op, const std::string& id) {
  const Card card = Catalog::open(share_folder(), home_folder()).at(id);
  if (card.private_hub.empty()) return;
  const std::string arn = content_arn(op.services.config, card);
  if (allows(op.services, op.call, kSeeing, arn)) return;
  throw not_valid("Access denied to hub content {}: {} is not authorized to perform {} on it", arn,
                  op.call.from.caller.arn, kSeeing);
}

}  // namespace sempurna::sagemaker
