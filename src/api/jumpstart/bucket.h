#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "config/server_config.h"
#include "store/disk_store.h"

namespace sempurna {

/// JumpStart's bucket, jumpstart-cache-prod-REGION, which everybody may read, but for the models'
/// files, and nobody may change: manifests and specs of the model cards, the cards' files and their
/// default data sets. It is made of the catalogue as it is, within a second, and read where the
/// files lie: nothing of it is stored twice. Safe to use from several threads.
class JumpStartBucket {
 public:
  explicit JumpStartBucket(const ServerConfig& config);
  ~JumpStartBucket();

  /// Of this name, or one that is another region's.
  static bool reserves(const std::string& bucket);
  bool is(const std::string& bucket) const { return bucket == bucket_.name; }
  /// With the policy that lets everybody read.
  const Bucket& bucket() const { return bucket_; }

  std::optional<ObjectInfo> head(const std::string& key);
  /// Throws NoSuchKey, PreconditionFailed when the object is no longer the one of `etag`.
  std::unique_ptr<ObjectReader> read(const std::string& key, const std::string& etag,
                                     std::optional<ByteRange> range);
  Listing list(const ListRequest& request);

 private:
  struct Content;
  /// All that there is now, the data sets too when `asked`, a key or a prefix, may be about them:
  /// they are made on first use.
  std::shared_ptr<const Content> content(const std::string& asked);

  Bucket bucket_;
  std::mutex mutex_;
  std::shared_ptr<const Content> content_;
  std::chrono::steady_clock::time_point made_;
};

}  // namespace sempurna
