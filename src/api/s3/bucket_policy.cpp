#include "access/policy.h"
#include "access/public_policy.h"
#include "api/s3/handlers.h"

namespace sempurna::s3 {

namespace {

constexpr uint64_t kLargestPolicy = 20480;

const std::string& require_policy(const Bucket& bucket) {
  if (bucket.policy.empty()) {
    throw S3Error("NoSuchBucketPolicy", "The bucket policy does not exist");
  }
  return bucket.policy;
}

}  // namespace

void get_bucket_policy(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  const std::string& policy = require_policy(bucket);
  op.call.answer.send(
      200, {{"Content-Type", "application/json"}, {"x-amz-request-id", op.request().id}}, policy);
}

void get_bucket_policy_status(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  const bool is_public = op.services.directory.lets_in_everybody(require_policy(bucket));
  op.send_xml(XmlWriter("PolicyStatus", kNamespace).element("IsPublic", is_public).finish());
}

void put_bucket_policy(Operation& op) {
  const Bucket bucket = op.authorized_bucket();
  Payload payload(op.request(), op.call.from.payload, kLargestPolicy);
  const std::string json = payload.read_all(op.call.share);
  const Policy policy = parse_policy(json, PolicyKind::Resource);
  // A policy speaks of its own bucket only.
  for (const auto& statement : policy.statements) {
    for (const auto& resource : statement.resources) {
      const std::string& name = resource.text();
      if (name != op.bucket_arn() && !name.starts_with(op.bucket_arn() + "/") &&
          !name.starts_with(op.bucket_arn() + "*")) {
        throw S3Error("MalformedPolicy", "Policy has invalid resource: {} is not of the bucket {}",
                      name, op.bucket);
      }
    }
  }
  const auto& block = bucket.settings.public_access_block;
  if (block && block->block_public_policy && is_public(policy)) {
    throw S3Error("AccessDenied",
                  "the policy lets everybody in, which BlockPublicPolicy of the bucket {} forbids",
                  op.bucket);
  }
  op.services.store.set_bucket_policy(op.bucket, json);
  op.send_empty(204);
}

void delete_bucket_policy(Operation& op) {
  op.authorized_bucket();
  op.services.store.set_bucket_policy(op.bucket, "");
  op.send_empty(204);
}

}  // namespace sempurna::s3
