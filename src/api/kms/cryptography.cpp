#include "api/kms/handlers.h"
#include "api/kms/key_access.h"
#include "base/base64.h"
#include "base/digest.h"

namespace sempurna::kms {

namespace {

constexpr size_t kLargestPlaintext = 4096;
constexpr int64_t kMostRandomBytes = 1024;

void require_symmetric(const Operation& op, const char* member) {
  if (const std::string given = op.text(member); !given.empty() && given != "SYMMETRIC_DEFAULT") {
    throw JsonError("UnsupportedOperationException",
                    "{} is '{}', but this server has SYMMETRIC_DEFAULT only", member, given);
  }
}

Keys::Generated generate(Operation& op) {
  const Key key = authorized_key(op);
  int64_t bytes = 32;
  const std::string spec = op.text("KeySpec");
  if (spec == "AES_128") {
    bytes = 16;
  } else if (!spec.empty() && spec != "AES_256") {
    throw JsonError("ValidationException", "KeySpec is '{}', but must be AES_128 or AES_256", spec);
  }
  if (op.input.contains("NumberOfBytes")) {
    if (!spec.empty()) {
      throw JsonError("ValidationException", "NumberOfBytes is given instead of KeySpec");
    }
    bytes = op.number("NumberOfBytes", bytes, 1, kMostRandomBytes);
  }
  return op.services.keys.generate_data_key(key.id, encryption_context(op),
                                            static_cast<size_t>(bytes));
}

}  // namespace

Json encrypt(Operation& op) {
  const Key key = authorized_key(op);
  require_symmetric(op, "EncryptionAlgorithm");
  const std::string plaintext = op.bytes("Plaintext");
  if (plaintext.size() > kLargestPlaintext) {
    throw JsonError("ValidationException", "Plaintext has {} bytes, but may have {} at most",
                    plaintext.size(), kLargestPlaintext);
  }
  const std::string sealed = op.services.keys.encrypt(key.id, plaintext, encryption_context(op));
  return {{"CiphertextBlob", encode_base64(sealed)},
          {"KeyId", key.arn},
          {"EncryptionAlgorithm", "SYMMETRIC_DEFAULT"}};
}

Json decrypt(Operation& op) {
  const std::string name = op.text("KeyId");
  const std::string ciphertext = op.bytes("CiphertextBlob");
  authorized_key_of(op, ciphertext);
  require_symmetric(op, "EncryptionAlgorithm");
  const auto opened = op.services.keys.decrypt(ciphertext, encryption_context(op),
                                               name.empty() ? std::nullopt : std::optional(name));
  return {{"KeyId", opened.key.arn},
          {"Plaintext", encode_base64(opened.plaintext)},
          {"EncryptionAlgorithm", "SYMMETRIC_DEFAULT"}};
}

Json generate_data_key(Operation& op) {
  const auto generated = generate(op);
  return {{"CiphertextBlob", encode_base64(generated.wrapped)},
          {"Plaintext", encode_base64(generated.plaintext)},
          {"KeyId", generated.key.arn}};
}

Json generate_data_key_without_plaintext(Operation& op) {
  const auto generated = generate(op);
  return {{"CiphertextBlob", encode_base64(generated.wrapped)}, {"KeyId", generated.key.arn}};
}

Json generate_random(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  if (!op.input.contains("NumberOfBytes")) {
    throw JsonError("ValidationException", "the member NumberOfBytes is missing");
  }
  const int64_t bytes = op.number("NumberOfBytes", 0, 1, kMostRandomBytes);
  return {{"Plaintext", encode_base64(random_bytes(static_cast<size_t>(bytes)))}};
}

}  // namespace sempurna::kms
