#include "api/json/dialect.h"
#include "api/kms/handlers.h"
#include "api/kms/kms.h"

namespace sempurna::kms {

namespace {

constexpr json::ServedOperation kOperations[] = {
    {"CancelKeyDeletion", "kms:CancelKeyDeletion", cancel_key_deletion, "KeyId"},
    {"CreateAlias", "kms:CreateAlias", create_alias, "AliasName TargetKeyId"},
    {"CreateKey", "kms:CreateKey", create_key,
     "CustomerMasterKeySpec Description KeySpec KeyUsage MultiRegion Origin"},
    {"Decrypt", "kms:Decrypt", decrypt,
     "CiphertextBlob EncryptionAlgorithm EncryptionContext KeyId"},
    {"DeleteAlias", "kms:DeleteAlias", delete_alias, "AliasName"},
    {"DescribeKey", "kms:DescribeKey", describe_key, "KeyId"},
    {"DisableKey", "kms:DisableKey", disable_key, "KeyId"},
    {"EnableKey", "kms:EnableKey", enable_key, "KeyId"},
    {"Encrypt", "kms:Encrypt", encrypt, "EncryptionAlgorithm EncryptionContext KeyId Plaintext"},
    {"GenerateDataKey", "kms:GenerateDataKey", generate_data_key,
     "EncryptionContext KeyId KeySpec NumberOfBytes"},
    {"GenerateDataKeyWithoutPlaintext", "kms:GenerateDataKeyWithoutPlaintext",
     generate_data_key_without_plaintext, "EncryptionContext KeyId KeySpec NumberOfBytes"},
    {"GenerateRandom", "kms:GenerateRandom", generate_random, "NumberOfBytes"},
    {"ListAliases", "kms:ListAliases", list_aliases, "KeyId Limit Marker"},
    {"ListKeys", "kms:ListKeys", list_keys, "Limit Marker"},
    {"ScheduleKeyDeletion", "kms:ScheduleKeyDeletion", schedule_key_deletion,
     "KeyId PendingWindowInDays"},
    {"UpdateAlias", "kms:UpdateAlias", update_alias, "AliasName TargetKeyId"},
};

// Source: AWS KMS API Reference, "Errors" of its actions.
constexpr ErrorRow kErrors[] = {
    {AccessFault::NoSuchKey, "NotFoundException", 400},
    {AccessFault::KeyDisabled, "DisabledException", 400},
    {AccessFault::WrongKeyState, "KMSInvalidStateException", 400},
    {AccessFault::AliasExists, "AlreadyExistsException", 400},
    {AccessFault::QuotaExceeded, "LimitExceededException", 400},
    {AccessFault::InvalidCiphertext, "InvalidCiphertextException", 400},
};

}  // namespace

const Dialect& dialect() {
  static const json::JsonDialect kDialect(
      {.name = "kms", .target = "TrentService", .operations = kOperations, .errors = kErrors});
  return kDialect;
}

}  // namespace sempurna::kms
