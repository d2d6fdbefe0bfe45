#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "store/object.h"

namespace sempurna {

/// An object on its way in. Nothing of it is visible before commit(); when this goes without one,
/// nothing is left.
class ObjectWriter {
 public:
  virtual ~ObjectWriter() = default;
  virtual void write(std::span<const std::byte> bytes) = 0;
  void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
  /// Once, last. When it returns, the object survives a power cut.
  virtual ObjectInfo commit() = 0;
};

/// An object on its way out, or a range of it. It reads what was there when it was opened, also
/// when the key is written or removed meanwhile.
class ObjectReader {
 public:
  virtual ~ObjectReader() = default;
  virtual const ObjectInfo& info() const = 0;
  /// Up to bytes.size() of the next bytes; 0 at the end. Throws DataCorrupt when the bytes are not
  /// those that were written.
  virtual size_t read(std::span<std::byte> bytes) = 0;
};

/// Objects by bucket and key: what a job needs to read its data and leave its result, whether the
/// objects lie in a folder (DiskStore) or in any S3 (RemoteStore). Safe to use from several
/// threads. Throws StoreError (store/store_error.h) for what S3 has a code for.
class ObjectStore {
 public:
  virtual ~ObjectStore() = default;
  virtual std::optional<ObjectInfo> head(const std::string& bucket, const std::string& key) = 0;
  /// Throws NoSuchKey or NoSuchBucket. Without a range, the whole object.
  virtual std::unique_ptr<ObjectReader> read(const std::string& bucket, const std::string& key,
                                             std::optional<ByteRange> range = std::nullopt) = 0;
  virtual std::unique_ptr<ObjectWriter> write(const std::string& bucket, const std::string& key,
                                              const ObjectAttributes& attributes) = 0;
  /// Removing what is not there is no error.
  virtual void remove(const std::string& bucket, const std::string& key) = 0;
  virtual Listing list(const std::string& bucket, const ListRequest& request) = 0;
};

}  // namespace sempurna
