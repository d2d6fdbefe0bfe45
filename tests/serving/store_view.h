#pragma once

#include "store/disk_store.h"

namespace sempurna {

/// A server's objects as whoever opens them sees them: what it may write is up to `may_write`.
struct StoreView : public ObjectStore {
  explicit StoreView(DiskStore& store, bool writes = true) : of(store), may_write(writes) {}
  std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key) override {
    return of.head(bucket, key);
  }
  std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                     std::optional<ByteRange> range) override {
    return of.read(bucket, key, range);
  }
  std::unique_ptr<ObjectWriter> write(const std::string& bucket, const std::string& key,
                                      const ObjectAttributes& attributes) override {
    if (!may_write) throw Error(Code::Denied, "the role may not write {}", key);
    return of.write(bucket, key, attributes);
  }
  void remove(const std::string& bucket, const std::string& key) override {
    of.remove(bucket, key);
  }
  Listing list(const std::string& bucket, const ListRequest& request) override {
    return of.list(bucket, request);
  }
  DiskStore& of;
  bool may_write;
};

}  // namespace sempurna
