#include <map>

#include "api/kms/handlers.h"
#include "api/kms/key_access.h"

namespace sempurna::kms {

namespace {

std::string alias_arn(const Operation& op, const std::string& alias) {
  return fmt::format("arn:aws:kms:{}:{}:{}", op.services.config.region, op.services.config.account,
                     alias);
}

// As in AWS, whoever changes an alias needs the right on it and on each key that it is about.
std::string authorized_alias(Operation& op) {
  std::string alias = op.required("AliasName");
  authorize(op.services, op.call, op.call.action(), alias_arn(op, alias));
  return alias;
}

}  // namespace

Json create_alias(Operation& op) {
  const std::string alias = authorized_alias(op);
  const Key key = authorized_key(op, "TargetKeyId");
  op.services.keys.add_alias(alias, key.id);
  return Json::object();
}

Json update_alias(Operation& op) {
  const std::string alias = authorized_alias(op);
  const Key key = authorized_key(op, "TargetKeyId");
  authorized_key(op, "AliasName");
  op.services.keys.move_alias(alias, key.id);
  return Json::object();
}

Json delete_alias(Operation& op) {
  const std::string alias = authorized_alias(op);
  authorized_key(op, "AliasName");
  op.services.keys.remove_alias(alias);
  return Json::object();
}

Json list_aliases(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  const std::string only = op.text("KeyId");
  std::map<std::string, std::string> targets;
  for (const auto& key : op.services.keys.list()) {
    if (!only.empty() && only != key.id && only != key.arn) continue;
    for (const auto& alias : key.aliases) targets[alias] = key.id;
  }
  Json items = Json::array();
  for (const auto& [alias, id] : targets) {
    items.push_back(
        {{"AliasName", alias}, {"AliasArn", alias_arn(op, alias)}, {"TargetKeyId", id}});
  }
  Json output = Json::object();
  add_page(output, op, "Aliases", "AliasName", items);
  return output;
}

}  // namespace sempurna::kms
