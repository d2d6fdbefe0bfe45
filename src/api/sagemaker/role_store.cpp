#include "api/sagemaker/role_store.h"

#include "access/access_error.h"
#include "api/kms/key_access.h"
#include "api/s3/object_keys.h"
#include "api/sagemaker/request.h"

namespace sempurna::sagemaker {

namespace {

constexpr auto kService = "sagemaker.amazonaws.com";

std::string arn_of(const std::string& bucket, const std::string& key) {
  return "arn:aws:s3:::" + bucket + (key.empty() ? "" : "/" + key);
}

}  // namespace

RoleStore::RoleStore(Services& services, const std::string& role_arn,
                     const std::string& session_name, std::string output_key)
    : services_(services),
      role_(services.directory.assume_role_as_service(role_arn, kService, session_name)),
      output_key_(std::move(output_key)) {}

bool RoleStore::decide(const std::string& action, const std::string& resource,
                       Circumstances circumstances, const std::string& resource_policy) {
  const Time now = services_.clock.now();
  circumstances.add("aws:CurrentTime", iso_time(now));
  circumstances.add("aws:EpochTime", std::to_string(now.time_since_epoch().count() / 1000));
  circumstances.add("aws:RequestedRegion", services_.config.region);
  circumstances.add("aws:ResourceAccount", services_.config.account);
  circumstances.add("aws:PrincipalAccount", role_.account);
  circumstances.add("aws:PrincipalArn", role_.principal_arn);
  circumstances.add("aws:PrincipalType", "AssumedRole");
  circumstances.add("aws:PrincipalIsAWSService", "false");
  circumstances.add("aws:ViaAWSService", "true");
  // It never leaves this machine.
  circumstances.add("aws:SecureTransport", "true");
  circumstances.add("aws:userid", role_.user_id);
  const Decision decision = services_.directory.decide(
      {role_, action, resource, std::move(circumstances)}, resource_policy);
  const bool allowed = decision.verdict == Verdict::Allowed;
  services_.audit.write({.when = now,
                         .who = role_.arn,
                         .access_key_id = {},
                         .from = kService,
                         .request_id = {},
                         .operation = "sagemaker:TrainingJob",
                         .action = action,
                         .resource = resource,
                         .allowed = allowed,
                         .why = decision.reason,
                         .status = allowed ? 200 : 403});
  return allowed;
}

bool RoleStore::allows(const std::string& action, const std::string& bucket, const std::string& key,
                       Circumstances circumstances) {
  const auto found = services_.store.bucket(bucket);
  return decide(action, arn_of(bucket, key), std::move(circumstances),
                found ? found->policy : std::string());
}

void RoleStore::require(const std::string& action, const std::string& bucket,
                        const std::string& key, Circumstances circumstances) {
  if (allows(action, bucket, key, std::move(circumstances))) return;
  throw AccessError(AccessFault::AccessDenied, "{} is not authorized to perform {} on {}",
                    role_.arn, action, arn_of(bucket, key));
}

void RoleStore::require_key(const std::string& action, const Key& key) {
  if (s3::is_s3_key(key)) return;
  if (decide(action, key.arn, kms::circumstances(services_, key, "", {}, "s3"), "")) return;
  throw AccessError(AccessFault::AccessDenied, "{} is not authorized to perform {} on {}",
                    role_.arn, action, key.arn);
}

std::optional<ObjectInfo> RoleStore::head(const std::string& bucket, const std::string& key) {
  require("s3:GetObject", bucket, key);
  auto info = services_.store.head(bucket, key);
  if (info && info->seal && info->seal->algorithm == "aws:kms") {
    require_key("kms:Decrypt", services_.keys.key_of(info->seal->wrapped_key));
  }
  return info;
}

std::unique_ptr<ObjectReader> RoleStore::read(const std::string& bucket, const std::string& key,
                                              std::optional<ByteRange> range) {
  const auto info = head(bucket, key);
  if (!info) throw StoreError(StoreFault::NoSuchKey, "s3://{}/{} is not there", bucket, key);
  DataKey data_key;
  if (info->seal) {
    data_key =
        services_.keys.decrypt(info->seal->wrapped_key, s3::object_key_context(), {}).plaintext;
  }
  return services_.store.read_sealed(bucket, key, info->etag, data_key, range);
}

WriteOptions RoleStore::options_for(const std::string& bucket, const ObjectAttributes& attributes) {
  WriteOptions options{.attributes = attributes};
  std::string algorithm = "aws:kms";
  std::string named = output_key_;
  if (named.empty()) {
    const auto found = services_.store.bucket(bucket);
    if (!found || !found->settings.default_seal) return options;
    algorithm = found->settings.default_seal->algorithm;
    named = found->settings.default_seal->key;
  }
  const Key key = services_.keys.find(named.empty() ? std::string(kS3KeyAlias) : named);
  require_key("kms:GenerateDataKey", key);
  auto generated = services_.keys.generate_data_key(key.id, s3::object_key_context());
  options.seal = Seal{algorithm, key.arn, generated.wrapped};
  options.data_key = generated.plaintext;
  return options;
}

std::unique_ptr<ObjectWriter> RoleStore::write(const std::string& bucket, const std::string& key,
                                               const ObjectAttributes& attributes) {
  require("s3:PutObject", bucket, key);
  return services_.store.write(bucket, key, options_for(bucket, attributes));
}

void RoleStore::remove(const std::string& bucket, const std::string& key) {
  require("s3:DeleteObject", bucket, key);
  services_.store.remove(bucket, key);
}

Listing RoleStore::list(const std::string& bucket, const ListRequest& request) {
  Circumstances circumstances;
  circumstances.add("s3:prefix", request.prefix);
  require("s3:ListBucket", bucket, "", std::move(circumstances));
  return services_.store.list(bucket, request);
}

std::unique_ptr<ObjectStore> open_objects(Services& services, const JobRecord& job) {
  return std::make_unique<RoleStore>(services, text(job.asked, {"RoleArn"}), job.name,
                                     text(job.asked, {"OutputDataConfig", "KmsKeyId"}));
}

}  // namespace sempurna::sagemaker
