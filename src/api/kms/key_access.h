#pragma once

#include <string>

#include "api/json/operation.h"

namespace sempurna::kms {

/// The member EncryptionContext.
Keys::Context encryption_context(const json::Operation& op);

/// The key that a member names, once the caller may do the operation's action with it. Whether
/// there is a key of a name, only those are told who may.
Key authorized_key(json::Operation& op, const char* member = "KeyId");
/// The same of the key that a ciphertext names.
Key authorized_key_of(json::Operation& op, const std::string& ciphertext);

/// What policies may ask of the use of a key. `named` is the name that the request has for it;
/// `via` the service that uses it for the caller ("s3"), or empty.
Circumstances circumstances(const Services& services, const Key& key, const std::string& named,
                            const Keys::Context& context, const std::string& via = {});

}  // namespace sempurna::kms
