#pragma once

#include "api/json/operation.h"

namespace sempurna::kms {

using json::Operation;

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
