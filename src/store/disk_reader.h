#pragma once

#include <memory>
#include <optional>
#include <string>

#include "store/index_readers.h"

namespace sempurna {

/// What shall be read.
struct ReadRequest {
  std::string bucket;
  std::string key;
  std::optional<std::string> etag;  ///< that the object must have
  DataKey data_key;                 ///< of a sealed object
  std::optional<ByteRange> range;
};

/// Reads an object from its files, and goes on doing so when it is replaced or removed. Throws
/// NoSuchBucket, NoSuchKey, PreconditionFailed, Corrupt or WrongKey.
std::unique_ptr<ObjectReader> make_disk_reader(StoredFiles& files, IndexReaders& index,
                                               const ReadRequest& request);

}  // namespace sempurna
