#include "api/kms/key_access.h"
#include "api/s3/object_keys.h"
#include "api/s3/operation.h"

namespace sempurna::s3 {

namespace {

// S3's own key is for whoever may use S3, as AWS's is; others are guarded by themselves.
void authorize_key(Operation& op, const std::string& action, const Key& key,
                   const std::string& named = {}) {
  if (is_s3_key(key)) {
    op.call.note(action, key.arn, true, "S3's own key is for whoever may use S3");
    return;
  }
  if (allows(op.services, op.call, action, key.arn,
             kms::circumstances(op.services, key, named, {}, "s3"))) {
    return;
  }
  throw S3Error("AccessDenied", "User: {} is not authorized to perform {} on {}",
                op.call.from.caller.arn, action, key.arn);
}

// Whether there is a key of a name, only those are told who may use it.
Key authorized_key(Operation& op, const std::string& action, const std::string& named) {
  Key key;
  try {
    key = op.services.keys.find(named);
  } catch (const AccessError&) {
    key.arn = op.services.keys.arn_of(named);
    authorize_key(op, action, key);
    throw;
  }
  authorize_key(op, action, key, named);
  return key;
}

// `named` is empty for S3's own key.
NewSeal make_seal(Operation& op, const std::string& algorithm, const std::string& named) {
  const Key key =
      authorized_key(op, "kms:GenerateDataKey", named.empty() ? std::string(kS3KeyAlias) : named);
  auto generated = op.services.keys.generate_data_key(key.id, object_key_context());
  return {Seal{algorithm, key.arn, generated.wrapped}, generated.plaintext};
}

}  // namespace

NewSeal new_seal(Operation& op, const Bucket& bucket) {
  const std::string algorithm = op.request().header("x-amz-server-side-encryption");
  const std::string named = op.request().header("x-amz-server-side-encryption-aws-kms-key-id");
  if (algorithm.empty()) {
    if (!named.empty()) {
      throw S3Error("InvalidArgument",
                    "a key is named, but x-amz-server-side-encryption is not aws:kms");
    }
    const auto& by_default = bucket.settings.default_seal;
    if (!by_default) return {};
    NewSeal made = make_seal(op, by_default->algorithm, by_default->key);
    made.is_default = true;
    return made;
  }
  if (algorithm != "AES256" && algorithm != "aws:kms") {
    throw S3Error(
        algorithm == "aws:kms:dsse" ? ErrorCode("NotImplemented") : ErrorCode("InvalidArgument"),
        "x-amz-server-side-encryption is '{}', but must be AES256 or aws:kms", algorithm);
  }
  if (algorithm == "AES256" && !named.empty()) {
    throw S3Error("InvalidArgument", "AES256 takes no key; use aws:kms to name one");
  }
  if (!op.request().header("x-amz-server-side-encryption-context").empty()) {
    throw S3Error("NotImplemented", "an encryption context of one's own is not supported");
  }
  return make_seal(op, algorithm, named);
}

DataKey open_seal(Operation& op, const std::optional<Seal>& seal) {
  if (!seal) return {};
  if (seal->algorithm == "aws:kms") {
    authorize_key(op, "kms:Decrypt", op.services.keys.key_of(seal->wrapped_key));
  }
  return op.services.keys.decrypt(seal->wrapped_key, object_key_context(), std::nullopt).plaintext;
}

void add_seal_headers(std::vector<Header>& headers, const std::optional<Seal>& seal) {
  if (!seal) return;
  headers.push_back({"x-amz-server-side-encryption", seal->algorithm});
  if (seal->algorithm == "aws:kms") {
    headers.push_back({"x-amz-server-side-encryption-aws-kms-key-id", seal->key_id});
  }
}

}  // namespace sempurna::s3
