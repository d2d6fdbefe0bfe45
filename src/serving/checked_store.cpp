#include "serving/checked_store.h"

#include <utility>

namespace sempurna {

namespace {

class CheckedReader : public ObjectReader {
 public:
  CheckedReader(std::unique_ptr<ObjectReader> reader, std::function<void()> check)
      : reader_(std::move(reader)), check_(std::move(check)) {}

  const ObjectInfo& info() const override { return reader_->info(); }
  size_t read(std::span<std::byte> bytes) override {
    check_();
    return reader_->read(bytes);
  }

 private:
  std::unique_ptr<ObjectReader> reader_;
  std::function<void()> check_;
};

}  // namespace

std::optional<ObjectInfo> CheckedStore::head(const std::string& bucket, const std::string& key) {
  check_();
  return store_->head(bucket, key);
}

std::unique_ptr<ObjectReader> CheckedStore::read(const std::string& bucket, const std::string& key,
                                                 std::optional<ByteRange> range) {
  check_();
  return std::make_unique<CheckedReader>(store_->read(bucket, key, range), check_);
}

std::unique_ptr<ObjectWriter> CheckedStore::write(const std::string& bucket, const std::string& key,
                                                  const ObjectAttributes& attributes) {
  check_();
  return store_->write(bucket, key, attributes);
}

void CheckedStore::remove(const std::string& bucket, const std::string& key) {
  check_();
  store_->remove(bucket, key);
}

Listing CheckedStore::list(const std::string& bucket, const ListRequest& request) {
  check_();
  return store_->list(bucket, request);
}

}  // namespace sempurna
