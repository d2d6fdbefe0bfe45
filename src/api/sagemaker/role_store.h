#pragma once

#include <optional>
#include <string>

#include "api/service.h"
#include "store/object_store.h"

namespace sempurna::sagemaker {

/// The objects of this server as a job sees them that works for a role, or an operation for its
/// caller: nothing is read or written that the role's policies and the bucket's do not allow, and
/// the audit has a line for each decision. What is sealed is opened and sealed again with the keys
/// that the role may use.
class RoleStore : public ObjectStore {
 public:
  /// `output_key` seals what is written; empty: the bucket's default does. The audit knows what is
  /// done as `operation`, which lasts. Throws AccessDenied where the role is not there, or does not
  /// trust SageMaker.
  RoleStore(Services& services, const std::string& role_arn, const std::string& session_name,
            std::string output_key, std::string_view operation = "sagemaker:TrainingJob");

  /// What is written is sealed as the buckets' defaults say.
  RoleStore(Services& services, Caller caller, std::string_view operation);

  /// Needs s3:GetObject, as in S3. Throws AccessDenied.
  std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key) override;
  std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                     std::optional<ByteRange> range = std::nullopt) override;
  std::unique_ptr<ObjectWriter> write(const std::string& bucket, const std::string& key,
                                      const ObjectAttributes& attributes) override;
  void remove(const std::string& bucket, const std::string& key) override;
  Listing list(const std::string& bucket, const ListRequest& request) override;

  /// Throws what write() would.
  void check_write(const std::string& bucket, const std::string& key);

 private:
  /// Throws AccessDenied.
  void require(const std::string& action, const std::string& bucket, const std::string& key,
               Circumstances circumstances = {});
  void require_key(const std::string& action, const Key& key);
  bool decide(const std::string& action, const std::string& resource, Circumstances circumstances,
              const std::string& resource_policy);
  std::optional<ObjectInfo> readable(const std::string& bucket, const std::string& key,
                                     DataKey& data_key);
  WriteOptions writable(const std::string& bucket, const std::string& key,
                        const ObjectAttributes& attributes);

  Services& services_;
  Caller role_;
  std::string output_key_;
  std::string_view operation_;
};

}  // namespace sempurna::sagemaker
