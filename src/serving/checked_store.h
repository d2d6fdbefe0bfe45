#pragma once

#include <functional>
#include <memory>

#include "store/object_store.h"

namespace sempurna {

/// The objects of another store for work that may be told to end: whatever is asked of it, and each
/// piece that is read, first calls `check`, which throws then. What is being written is left alone.
class CheckedStore : public ObjectStore {
 public:
  CheckedStore(std::unique_ptr<ObjectStore> store, std::function<void()> check)
      : store_(std::move(store)), check_(std::move(check)) {}

  std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key) override;
  std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                     std::optional<ByteRange> range = std::nullopt) override;
  std::unique_ptr<ObjectWriter> write(const std::string& bucket, const std::string& key,
                                      const ObjectAttributes& attributes) override;
  void remove(const std::string& bucket, const std::string& key) override;
  Listing list(const std::string& bucket, const ListRequest& request) override;

 private:
  std::unique_ptr<ObjectStore> store_;
  std::function<void()> check_;
};

}  // namespace sempurna
