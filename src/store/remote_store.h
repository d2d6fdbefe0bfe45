#pragma once

#include <memory>
#include <string>

#include "signing/credentials.h"
#include "store/object_store.h"

namespace sempurna {

/// The objects of any S3: AWS's, this program's own server, or another's. Large objects come in
/// ranges and go in parts, several at a time.
///
/// Throws StoreError for NoSuchBucket, NoSuchKey and PreconditionFailed; Denied for credentials
/// that are missing, wrong or not enough; InvalidArgument for a bucket in another region;
/// DataCorrupt when what came is not what was announced; Unavailable when the service cannot be
/// reached. Source: Amazon S3 API Reference.
class RemoteStore : public ObjectStore {
 public:
  explicit RemoteStore(const AwsSettings& settings);
  ~RemoteStore() override;

  std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key) override;
  std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                     std::optional<ByteRange> range = std::nullopt) override;
  std::unique_ptr<ObjectWriter> write(const std::string& bucket, const std::string& key,
                                      const ObjectAttributes& attributes) override;
  void remove(const std::string& bucket, const std::string& key) override;
  Listing list(const std::string& bucket, const ListRequest& request) override;

  const std::string& endpoint() const;

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
