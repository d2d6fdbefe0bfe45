#include "api/sagemaker/role_store.h"

#include "access/access_error.h"
#include "api/kms/key_access.h"
#include "api/objects.h"
#include "api/s3/object_keys.h"
#include "api/sagemaker/request.h"
#include "api/sagemaker/sagemaker.h"
#include "jobs/job_records.h"
#include "serving/transform_plan.h"

namespace sempurna::sagemaker {

namespace {

constexpr std::string_view kEndpoint = "sagemaker:Endpoint";
constexpr std::string_view kTransformJob = "sagemaker:TransformJob";
constexpr auto kService = "sagemaker.amazonaws.com";

std::string arn_of(const std::string& bucket, const std::string& key) {
  return "arn:aws:s3:::" + bucket + (key.empty() ? "" : "/" + key);
}

}  // namespace

RoleStore::RoleStore(Services& services, const std::string& role_arn,
                     const std::string& session_name, std::string output_key,
                     std::string_view operation)
    : services_(services),
      role_(services.directory.assume_role_as_service(role_arn, kService, session_name)),
      output_key_(std::move(output_key)),
      operation_(operation) {}

RoleStore::RoleStore(Services& services, Caller caller, std::string_view operation)
    : services_(services), role_(std::move(caller)), operation_(operation) {}

bool RoleStore::decide(const std::string& action, const std::string& resource,
                       Circumstances circumstances, const std::string& resource_policy) {
  const Time now = services_.clock.now();
  circumstances.add("aws:CurrentTime", iso_time(now));
  circumstances.add("aws:EpochTime", std::to_string(now.time_since_epoch().count() / 1000));
  circumstances.add("aws:RequestedRegion", services_.config.region);
  circumstances.add("aws:ResourceAccount", services_.config.account);
  circumstances.add("aws:PrincipalAccount", role_.account);
  circumstances.add("aws:PrincipalArn", role_.principal_arn);
  circumstances.add("aws:PrincipalType", role_.is_role ? "AssumedRole" : "User");
  if (!role_.is_role) circumstances.add("aws:username", role_.identity);
  circumstances.add("aws:SourceIdentity", role_.source_identity);
  for (const auto& [name, value] : role_.tags) circumstances["aws:PrincipalTag/" + name] = {value};
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
                         .access_key_id = role_.access_key_id,
                         .from = kService,
                         .request_id = {},
                         .operation = std::string(operation_),
                         .action = action,
                         .resource = resource,
                         .allowed = allowed,
                         .why = decision.reason,
                         .status = allowed ? 200 : 403});
  return allowed;
}

void RoleStore::require(const std::string& action, const std::string& bucket,
                        const std::string& key, Circumstances circumstances) {
  const auto found = find_bucket(services_, bucket);
  if (decide(action, arn_of(bucket, key), std::move(circumstances),
             found ? found->policy : std::string())) {
    return;
  }
  throw AccessError(AccessFault::AccessDenied, "{} is not authorized to perform {} on {}",
                    role_.arn, action, arn_of(bucket, key));
}

void RoleStore::require_key(const std::string& action, const Key& key) {
  if (s3::is_s3_key(key)) return;
  if (decide(action, key.arn, kms::circumstances(services_, key, "", {}, "s3"), "")) return;
  throw AccessError(AccessFault::AccessDenied, "{} is not authorized to perform {} on {}",
                    role_.arn, action, key.arn);
}

std::optional<ObjectInfo> RoleStore::readable(const std::string& bucket, const std::string& key,
                                              DataKey& data_key) {
  auto info = head_object(services_, bucket, key);
  Circumstances circumstances;
  if (info) {
    for (const auto& [name, value] : info->attributes.tags) {
      circumstances["s3:ExistingObjectTag/" + name] = {value};
    }
  }
  require("s3:GetObject", bucket, key, std::move(circumstances));
  if (!info || !info->seal) return info;
  if (info->seal->algorithm == "aws:kms") {
    require_key("kms:Decrypt", services_.keys.key_of(info->seal->wrapped_key));
  }
  // Also where a copy of it lies open: of a key that is disabled nothing is read.
  data_key =
      services_.keys.decrypt(info->seal->wrapped_key, s3::object_key_context(), {}).plaintext;
  return info;
}

std::optional<ObjectInfo> RoleStore::head(const std::string& bucket, const std::string& key) {
  DataKey unused;
  return readable(bucket, key, unused);
}

std::unique_ptr<ObjectReader> RoleStore::read(const std::string& bucket, const std::string& key,
                                              std::optional<ByteRange> range) {
  DataKey data_key;
  const auto info = readable(bucket, key, data_key);
  if (!info) throw StoreError(StoreFault::NoSuchKey, "s3://{}/{} is not there", bucket, key);
  return open_object(services_, *info, data_key, range);
}

WriteOptions RoleStore::writable(const std::string& bucket, const std::string& key,
                                 const ObjectAttributes& attributes) {
  const auto found = services_.store.bucket(bucket);
  // As a request to S3 would say it: the bucket's default is not the writer's word.
  Circumstances circumstances;
  if (!output_key_.empty()) {
    circumstances.add("s3:x-amz-server-side-encryption", "aws:kms");
    circumstances.add("s3:x-amz-server-side-encryption-aws-kms-key-id",
                      services_.keys.arn_of(output_key_));
  }
  require("s3:PutObject", bucket, key, std::move(circumstances));
  if (!found) throw StoreError(StoreFault::NoSuchBucket, "there is no bucket {}", bucket);
  WriteOptions options{.attributes = attributes};
  const auto& by_default = found->settings.default_seal;
  if (output_key_.empty() && !by_default) return options;
  const std::string named = output_key_.empty() ? by_default->key : output_key_;
  const Key sealing = services_.keys.find(named.empty() ? std::string(kS3KeyAlias) : named);
  require_key("kms:GenerateDataKey", sealing);
  auto generated = services_.keys.generate_data_key(sealing.id, s3::object_key_context());
  options.seal =
      Seal{output_key_.empty() ? by_default->algorithm : "aws:kms", sealing.arn, generated.wrapped};
  options.data_key = generated.plaintext;
  return options;
}

std::unique_ptr<ObjectWriter> RoleStore::write(const std::string& bucket, const std::string& key,
                                               const ObjectAttributes& attributes) {
  return services_.store.write(bucket, key, writable(bucket, key, attributes));
}

void RoleStore::check_write(const std::string& bucket, const std::string& key) {
  writable(bucket, key, {});
}

void RoleStore::remove(const std::string& bucket, const std::string& key) {
  require("s3:DeleteObject", bucket, key);
  services_.store.remove(bucket, key);
}

Listing RoleStore::list(const std::string& bucket, const ListRequest& request) {
  Circumstances circumstances;
  circumstances.add("s3:prefix", request.prefix);
  require("s3:ListBucket", bucket, "", std::move(circumstances));
  return list_objects(services_, bucket, request);
}

std::unique_ptr<ObjectStore> open_objects(Services& services, const JobRecord& job) {
  return std::make_unique<RoleStore>(services, text(job.asked, {"RoleArn"}), job.name,
                                     text(job.asked, {"OutputDataConfig", "KmsKeyId"}));
}

std::unique_ptr<ObjectStore> open_model_data(Services& services, const std::string& role_arn) {
  return std::make_unique<RoleStore>(services, role_arn, "SageMaker", "", kEndpoint);
}

std::unique_ptr<ObjectStore> open_for_transform(Services& services, const TransformPlan& plan,
                                                const std::string& job) {
  return std::make_unique<RoleStore>(services, plan.model.role, job, plan.output_key,
                                     kTransformJob);
}

}  // namespace sempurna::sagemaker
