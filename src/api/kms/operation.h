#pragma once

#include <string>

#include "api/json/error.h"
#include "api/service.h"
#include "base/json.h"
#include "base/json_map.h"

namespace sempurna::kms {

/// One call of KMS while it is answered.
struct Operation {
  Services& services;
  Call& call;
  JsonMap input;

  // Members of the request. Each throws SerializationException for a member of another type.
  std::string text(const char* name) const;      ///< empty when it is not there
  std::string required(const char* name) const;  ///< throws ValidationException
  std::string bytes(const char* name) const;     ///< of base64; throws ValidationException
  /// Throws ValidationException unless it is within the bounds.
  int64_t number(const char* name, int64_t otherwise, int64_t least, int64_t most) const;
  Keys::Context context() const;

  /// The key that KeyId names, once the caller may do this with it. Whether there is a key of a
  /// name, only those are told who may.
  Key authorized_key(const std::string& action, const char* member = "KeyId");
  /// The same of the key that a ciphertext names.
  Key authorized_key_of(const std::string& ciphertext, const std::string& action);
};

// Each answers one operation of the AWS KMS API Reference with the members of its output.

// keys.cpp
Json create_key(Operation& op);
Json list_keys(Operation& op);
Json describe_key(Operation& op);
Json enable_key(Operation& op);
Json disable_key(Operation& op);
Json schedule_key_deletion(Operation& op);
Json cancel_key_deletion(Operation& op);

// aliases.cpp
Json create_alias(Operation& op);
Json update_alias(Operation& op);
Json delete_alias(Operation& op);
Json list_aliases(Operation& op);

// cryptography.cpp
Json encrypt(Operation& op);
Json decrypt(Operation& op);
Json generate_data_key(Operation& op);
Json generate_data_key_without_plaintext(Operation& op);
Json generate_random(Operation& op);

/// One page of a list that Limit and Marker ask for: adds the items under `name`, Truncated and
/// NextMarker to the output. `items` come in the order of `marker`, which is a member of each.
void add_page(Json& output, const Operation& op, const char* name, const char* marker,
              const Json& items);

}  // namespace sempurna::kms
