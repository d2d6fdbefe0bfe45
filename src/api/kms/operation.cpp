#include "api/kms/operation.h"

#include "api/json/input.h"
#include "api/kms/kms.h"
#include "base/base64.h"

namespace sempurna::kms {

std::string Operation::text(const char* name) const {
  return text_of(input, name);
}

std::string Operation::required(const char* name) const {
  std::string value = text(name);
  if (value.empty()) throw JsonError("ValidationException", "the member {} is missing", name);
  return value;
}

std::string Operation::bytes(const char* name) const {
  const auto decoded = decode_base64(required(name));
  if (!decoded) throw JsonError("SerializationException", "{} is not base64", name);
  return *decoded;
}

int64_t Operation::number(const char* name, int64_t otherwise, int64_t least, int64_t most) const {
  const auto found = input.find(name);
  if (found == input.end() || found->is_null()) return otherwise;
  if (!found->is_number_integer()) {
    throw JsonError("SerializationException", "{} must be a whole number", name);
  }
  if (*found < least || *found > most) {
    throw JsonError("ValidationException", "{} is {}, but must be from {} to {}", name,
                    found->dump(), least, most);
  }
  return found->get<int64_t>();
}

Keys::Context Operation::context() const {
  Keys::Context context;
  const auto found = input.find("EncryptionContext");
  if (found == input.end() || found->is_null()) return context;
  if (!found->is_object()) {
    throw JsonError("SerializationException", "EncryptionContext must be an object of texts");
  }
  for (const auto& [name, value] : found->items()) {
    if (!value.is_string()) {
      throw JsonError("SerializationException", "EncryptionContext must be an object of texts");
    }
    context[name] = value.get<std::string>();
  }
  return context;
}

Key Operation::authorized_key(const std::string& action, const char* member) {
  const std::string name = required(member);
  Key key;
  try {
    key = services.keys.find(name);
  } catch (const AccessError&) {
    authorize(services, call, action, services.keys.arn_of(name));
    throw;
  }
  authorize(services, call, action, key.arn, circumstances(services, key, name, context()));
  return key;
}

Key Operation::authorized_key_of(const std::string& ciphertext, const std::string& action) {
  Key key;
  try {
    key = services.keys.key_of(ciphertext);
  } catch (const AccessError&) {
    authorize(services, call, action, services.keys.arn_of("*"));
    throw;
  }
  authorize(services, call, action, key.arn,
            circumstances(services, key, text("KeyId"), context()));
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

void add_page(Json& output, const Operation& op, const char* name, const char* marker,
              const Json& items) {
  const int64_t limit = op.number("Limit", 1000, 1, 1000);
  const std::string after = op.text("Marker");
  Json page = Json::array();
  bool more = false;
  for (const Json& item : items) {
    if (!after.empty() && item.at(marker).get<std::string>() <= after) continue;
    if (static_cast<int64_t>(page.size()) == limit) {
      more = true;
      break;
    }
    page.push_back(item);
  }
  if (more) output["NextMarker"] = page.back().at(marker);
  output[name] = std::move(page);
  output["Truncated"] = more;
}

}  // namespace sempurna::kms
