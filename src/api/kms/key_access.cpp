#include "api/kms/key_access.h"

#include "access/access_error.h"

namespace sempurna::kms {

Keys::Context encryption_context(const json::Operation& op) {
  return op.texts("EncryptionContext");
}

Key authorized_key(json::Operation& op, const char* member) {
  const std::string name = op.required(member);
  Key key;
  try {
    key = op.services.keys.find(name);
  } catch (const AccessError&) {
    authorize(op.services, op.call, op.call.action(), op.services.keys.arn_of(name));
    throw;
  }
  authorize(op.services, op.call, op.call.action(), key.arn,
            circumstances(op.services, key, name, encryption_context(op)));
  return key;
}

Key authorized_key_of(json::Operation& op, const std::string& ciphertext) {
  Key key;
  try {
    key = op.services.keys.key_of(ciphertext);
  } catch (const AccessError&) {
    authorize(op.services, op.call, op.call.action(), op.services.keys.arn_of("*"));
    throw;
  }
  authorize(op.services, op.call, op.call.action(), key.arn,
            circumstances(op.services, key, op.text("KeyId"), encryption_context(op)));
  return key;
}

Circumstances circumstances(const Services& services, const Key& key, const std::string& named,
                            const Keys::Context& context, const std::string& via) {
  Circumstances found;
  found.add("kms:CallerAccount", services.config.account);
  found["kms:ResourceAliases"] = key.aliases;
  const auto alias = named.find("alias/");
  if (alias != std::string::npos) found.add("kms:RequestAlias", named.substr(alias));
  if (!via.empty()) {
    found.add("kms:ViaService", fmt::format("{}.{}.amazonaws.com", via, services.config.region));
  }
  for (const auto& [name, value] : context) {
    found["kms:EncryptionContext:" + name] = {value};
    found["kms:EncryptionContextKeys"].push_back(name);
  }
  return found;
}

}  // namespace sempurna::kms
