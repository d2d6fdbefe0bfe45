#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/disk_store.h"

namespace sempurna {

/// A store whose owner is somebody else.
struct SeenStore : public ObjectStore {
  explicit SeenStore(DiskStore& all) : all(all) {}
  std::optional<ObjectInfo> head(const std::string& b, const std::string& k) override {
    return all.head(b, k);
  }
  std::unique_ptr<ObjectReader> read(const std::string& b, const std::string& k,
                                     std::optional<ByteRange> range) override {
    return all.read(b, k, range);
  }
  std::unique_ptr<ObjectWriter> write(const std::string& b, const std::string& k,
                                      const ObjectAttributes& attributes) override {
    return all.write(b, k, attributes);
  }
  void remove(const std::string& b, const std::string& k) override { all.remove(b, k); }
  Listing list(const std::string& b, const ListRequest& request) override {
    return all.list(b, request);
  }
  DiskStore& all;
};

}  // namespace sempurna
