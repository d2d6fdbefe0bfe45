#include "api/kms/kms.h"

#include <algorithm>
#include <array>

#include "api/json_error.h"
#include "base/base64.h"
#include "base/json.h"
#include "base/json_map.h"

namespace sempurna::kms {

namespace {

constexpr size_t kLargestPlaintext = 4096;

struct Operation {
  Services& services;
  Call& call;
  JsonMap input;

  std::string text(const char* name) const {
    const auto found = input.find(name);
    if (found == input.end() || found->is_null()) return "";
    if (!found->is_string()) throw JsonError("SerializationException", "{} must be a text", name);
    return found->get<std::string>();
  }
  std::string required(const char* name) const {
    std::string value = text(name);
    if (value.empty()) throw JsonError("ValidationException", "the member {} is missing", name);
    return value;
  }
  std::string bytes(const char* name) const {
    const auto decoded = decode_base64(required(name));
    if (!decoded) throw JsonError("SerializationException", "{} is not base64", name);
    return *decoded;
  }
  Keys::Context context() const {
    Keys::Context context;
    const auto found = input.find("EncryptionContext");
    if (found == input.end()) return context;
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
  Key authorized_key(const std::string& action) {
    const Key key = services.keys.find(required("KeyId"));
    authorize(services, call, action, key.arn);
    return key;
  }
};

Json list_keys(Operation& op) {
  authorize(op.services, op.call, "kms:ListKeys", "*");
  Json keys = Json::array();
  for (const auto& key : op.services.keys.list()) {
    keys.push_back({{"KeyId", key.id}, {"KeyArn", key.arn}});
  }
  return {{"Keys", keys}, {"Truncated", false}};
}

Json list_aliases(Operation& op) {
  authorize(op.services, op.call, "kms:ListAliases", "*");
  const std::string only = op.text("KeyId");
  Json aliases = Json::array();
  for (const auto& key : op.services.keys.list()) {
    if (key.alias.empty() || (!only.empty() && only != key.id && only != key.arn)) continue;
    const std::string arn = key.arn.substr(0, key.arn.rfind(':') + 1) + key.alias;
    aliases.push_back({{"AliasName", key.alias}, {"AliasArn", arn}, {"TargetKeyId", key.id}});
  }
  return {{"Aliases", aliases}, {"Truncated", false}};
}

Json describe_key(Operation& op) {
  const Key key = op.authorized_key("kms:DescribeKey");
  const bool ours = key.alias.starts_with("alias/aws/");
  return {{"KeyMetadata",
           {{"AWSAccountId", op.services.config.account},
            {"KeyId", key.id},
            {"Arn", key.arn},
            {"CreationDate", static_cast<double>(key.created.time_since_epoch().count()) / 1000},
            {"Enabled", key.enabled},
            {"Description", key.description},
            {"KeyUsage", "ENCRYPT_DECRYPT"},
            {"KeyState", key.enabled ? "Enabled" : "Disabled"},
            {"Origin", "AWS_KMS"},
            {"KeyManager", ours ? "AWS" : "CUSTOMER"},
            {"CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"},
            {"KeySpec", "SYMMETRIC_DEFAULT"},
            {"EncryptionAlgorithms", {"SYMMETRIC_DEFAULT"}},
            {"MultiRegion", false}}}};
}

Json encrypt(Operation& op) {
  const Key key = op.authorized_key("kms:Encrypt");
  const std::string plaintext = op.bytes("Plaintext");
  if (plaintext.size() > kLargestPlaintext) {
    throw JsonError("ValidationException", "Plaintext has {} bytes, but may have {} at most",
                    plaintext.size(), kLargestPlaintext);
  }
  const std::string sealed = op.services.keys.encrypt(key.id, plaintext, op.context());
  return {{"CiphertextBlob", encode_base64(sealed)},
          {"KeyId", key.arn},
          {"EncryptionAlgorithm", "SYMMETRIC_DEFAULT"}};
}

Json decrypt(Operation& op) {
  const std::string name = op.text("KeyId");
  const std::string ciphertext = op.bytes("CiphertextBlob");
  authorize(op.services, op.call, "kms:Decrypt", op.services.keys.key_of(ciphertext).arn);
  const auto opened = op.services.keys.decrypt(ciphertext, op.context(),
                                               name.empty() ? std::nullopt : std::optional(name));
  return {{"KeyId", opened.key.arn},
          {"Plaintext", encode_base64(opened.plaintext)},
          {"EncryptionAlgorithm", "SYMMETRIC_DEFAULT"}};
}

Keys::Generated generate(Operation& op, const std::string& action) {
  const Key key = op.authorized_key(action);
  size_t bytes = 32;
  const std::string spec = op.text("KeySpec");
  if (spec == "AES_128") {
    bytes = 16;
  } else if (!spec.empty() && spec != "AES_256") {
    throw JsonError("ValidationException", "KeySpec is '{}', but must be AES_128 or AES_256", spec);
  }
  if (const auto number = op.input.find("NumberOfBytes"); number != op.input.end()) {
    if (!spec.empty() || !number->is_number_integer() || number->get<int64_t>() < 1 ||
        number->get<int64_t>() > 1024) {
      throw JsonError("ValidationException",
                      "NumberOfBytes must be from 1 to 1024, and is given instead of KeySpec");
    }
    bytes = number->get<size_t>();
  }
  return op.services.keys.generate_data_key(key.id, op.context(), bytes);
}

Json generate_data_key(Operation& op) {
  const auto generated = generate(op, "kms:GenerateDataKey");
  return {{"CiphertextBlob", encode_base64(generated.wrapped)},
          {"Plaintext", encode_base64(generated.plaintext)},
          {"KeyId", generated.key.arn}};
}

Json generate_data_key_without_plaintext(Operation& op) {
  const auto generated = generate(op, "kms:GenerateDataKeyWithoutPlaintext");
  return {{"CiphertextBlob", encode_base64(generated.wrapped)}, {"KeyId", generated.key.arn}};
}

struct Route {
  std::string_view name;
  Json (*answer)(Operation&);
};
constexpr std::array kRoutes = {
    Route{"ListKeys", list_keys},
    Route{"ListAliases", list_aliases},
    Route{"DescribeKey", describe_key},
    Route{"Encrypt", encrypt},
    Route{"Decrypt", decrypt},
    Route{"GenerateDataKey", generate_data_key},
    Route{"GenerateDataKeyWithoutPlaintext", generate_data_key_without_plaintext},
};

}  // namespace

void answer(Services& services, Call& call, const std::string& name, const std::string& body) {
  const auto route = std::find_if(kRoutes.begin(), kRoutes.end(),
                                  [&](const Route& known) { return known.name == name; });
  if (route == kRoutes.end()) {
    throw JsonError("UnknownOperationException", "this server has no KMS operation '{}'", name);
  }
  Operation op{services, call, parse_json_map(body.empty() ? "{}" : body, "the request", 20)};
  if (!op.input.is_object()) {
    throw JsonError("SerializationException", "the request must be an object");
  }
  const Json output = route->answer(op);
  call.audit.status = 200;
  call.answer.send(
      200, {{"Content-Type", "application/x-amz-json-1.1"}, {"x-amzn-RequestId", call.request.id}},
      to_line(output));
}

}  // namespace sempurna::kms
