#include "api/kms/kms.h"

#include <algorithm>
#include <array>

#include "api/json/input.h"
#include "api/kms/operation.h"

namespace sempurna::kms {

namespace {

/// An operation, and the members of its input that are heeded here: any other might change what is
/// asked for, so it is refused.
struct Route {
  std::string_view name;
  Json (*answer)(Operation&);
  std::string_view members;
};
constexpr std::array kRoutes = {
    Route{"CancelKeyDeletion", cancel_key_deletion, "KeyId"},
    Route{"CreateAlias", create_alias, "AliasName TargetKeyId"},
    Route{"CreateKey", create_key,
          "CustomerMasterKeySpec Description KeySpec KeyUsage MultiRegion Origin"},
    Route{"Decrypt", decrypt, "CiphertextBlob EncryptionAlgorithm EncryptionContext KeyId"},
    Route{"DeleteAlias", delete_alias, "AliasName"},
    Route{"DescribeKey", describe_key, "KeyId"},
    Route{"DisableKey", disable_key, "KeyId"},
    Route{"EnableKey", enable_key, "KeyId"},
    Route{"Encrypt", encrypt, "EncryptionAlgorithm EncryptionContext KeyId Plaintext"},
    Route{"GenerateDataKey", generate_data_key, "EncryptionContext KeyId KeySpec NumberOfBytes"},
    Route{"GenerateDataKeyWithoutPlaintext", generate_data_key_without_plaintext,
          "EncryptionContext KeyId KeySpec NumberOfBytes"},
    Route{"GenerateRandom", generate_random, "NumberOfBytes"},
    Route{"ListAliases", list_aliases, "KeyId Limit Marker"},
    Route{"ListKeys", list_keys, "Limit Marker"},
    Route{"ScheduleKeyDeletion", schedule_key_deletion, "KeyId PendingWindowInDays"},
    Route{"UpdateAlias", update_alias, "AliasName TargetKeyId"},
};

bool heeds(const Route& route, std::string_view member) {
  for (std::string_view left = route.members; !left.empty();) {
    const size_t end = std::min(left.find(' '), left.size());
    if (left.substr(0, end) == member) return true;
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return false;
}

// An empty list, a false or a null asks for nothing.
bool asks_for_something(const JsonMap& value) {
  return !value.is_null() && value != false && !(value.is_structured() && value.empty());
}

}  // namespace

void answer(Services& services, Call& call, const std::string& name, const std::string& body) {
  const auto route = std::find_if(kRoutes.begin(), kRoutes.end(),
                                  [&](const Route& known) { return known.name == name; });
  if (route == kRoutes.end()) {
    throw JsonError("UnknownOperationException", "this server has no KMS operation '{}'", name);
  }
  call.name("kms:" + name);
  Operation op{services, call, parse_input(body)};
  for (const auto& [member, value] : op.input.items()) {
    if (!heeds(*route, member) && asks_for_something(value)) {
      throw JsonError("UnsupportedOperationException",
                      "{} has a member {}, which this server does not heed", name, member);
    }
  }
  const Json output = route->answer(op);
  call.audit.status = 200;
  call.answer.send(
      200, {{"Content-Type", "application/x-amz-json-1.1"}, {"x-amzn-RequestId", call.request.id}},
      to_line(output));
}

}  // namespace sempurna::kms
