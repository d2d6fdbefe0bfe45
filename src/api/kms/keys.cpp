#include <algorithm>

#include "access/access_error.h"
#include "api/kms/handlers.h"
#include "api/kms/key_access.h"

namespace sempurna::kms {

namespace {

constexpr size_t kLongestDescription = 8192;

double seconds(Time time) {
  return static_cast<double>(time.time_since_epoch().count()) / 1000;
}

Json metadata(const Operation& op, const Key& key) {
  Json metadata = {{"AWSAccountId", op.services.config.account},
                   {"KeyId", key.id},
                   {"Arn", key.arn},
                   {"CreationDate", seconds(key.created)},
                   {"Enabled", key.state == KeyState::Enabled},
                   {"Description", key.description},
                   {"KeyUsage", "ENCRYPT_DECRYPT"},
                   {"KeyState", name_of(key.state)},
                   {"Origin", "AWS_KMS"},
                   {"KeyManager", key.is_own() ? "AWS" : "CUSTOMER"},
                   {"CustomerMasterKeySpec", "SYMMETRIC_DEFAULT"},
                   {"KeySpec", "SYMMETRIC_DEFAULT"},
                   {"EncryptionAlgorithms", {"SYMMETRIC_DEFAULT"}},
                   {"MultiRegion", false}};
  if (key.deletion) metadata["DeletionDate"] = seconds(*key.deletion);
  return metadata;
}

// Members of which one value alone is what this server has.
void require_only(const Operation& op, const char* name, std::string_view only) {
  if (const std::string given = op.text(name); !given.empty() && given != only) {
    throw JsonError("UnsupportedOperationException", "{} is '{}', but this server has {} only",
                    name, given, only);
  }
}

/// A key whose state the caller may change.
Key changeable_key(Operation& op) {
  const Key key = authorized_key(op);
  if (key.is_own()) {
    throw AccessError(AccessFault::AccessDenied,
                      "the key {} is the server's own, which is neither disabled nor deleted",
                      key.arn);
  }
  return key;
}

}  // namespace

Json create_key(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  require_only(op, "KeyUsage", "ENCRYPT_DECRYPT");
  require_only(op, "KeySpec", "SYMMETRIC_DEFAULT");
  require_only(op, "CustomerMasterKeySpec", "SYMMETRIC_DEFAULT");
  require_only(op, "Origin", "AWS_KMS");
  if (op.flag("MultiRegion")) {
    throw JsonError("UnsupportedOperationException", "a key of this server is in one region only");
  }
  const std::string description = op.text("Description");
  if (description.size() > kLongestDescription) {
    throw JsonError("ValidationException", "Description has {} bytes, but may have {} at most",
                    description.size(), kLongestDescription);
  }
  return {{"KeyMetadata", metadata(op, op.services.keys.add("", description))}};
}

Json list_keys(Operation& op) {
  authorize(op.services, op.call, op.call.action(), "*");
  std::vector<Key> keys = op.services.keys.list();
  std::sort(keys.begin(), keys.end(), [](const Key& a, const Key& b) { return a.id < b.id; });
  Json items = Json::array();
  for (const auto& key : keys) items.push_back({{"KeyId", key.id}, {"KeyArn", key.arn}});
  Json output = Json::object();
  add_page(output, op, "Keys", "KeyId", items);
  return output;
}

Json describe_key(Operation& op) {
  return {{"KeyMetadata", metadata(op, authorized_key(op))}};
}

Json enable_key(Operation& op) {
  op.services.keys.set_enabled(authorized_key(op).id, true);
  return Json::object();
}

Json disable_key(Operation& op) {
  op.services.keys.set_enabled(changeable_key(op).id, false);
  return Json::object();
}

Json schedule_key_deletion(Operation& op) {
  const Key key = changeable_key(op);
  const auto days = static_cast<int>(op.number("PendingWindowInDays", 30, 7, 30));
  const Key pending = op.services.keys.schedule_deletion(key.id, days);
  return {{"KeyId", pending.arn},
          {"DeletionDate", seconds(*pending.deletion)},
          {"KeyState", name_of(pending.state)},
          {"PendingWindowInDays", days}};
}

Json cancel_key_deletion(Operation& op) {
  const Key key = authorized_key(op);
  return {{"KeyId", op.services.keys.cancel_deletion(key.id).arn}};
}

}  // namespace sempurna::kms
