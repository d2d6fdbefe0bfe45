#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "base/error.h"

namespace sempurna {

/// What can go wrong with objects, by the names that S3 gives it.
enum class StoreFault {
  NoSuchBucket,
  NoSuchKey,
  NoSuchUpload,
  BucketAlreadyOwnedByYou,
  BucketNotEmpty,
  InvalidBucketName,
  InvalidKey,  ///< S3: KeyTooLongError or InvalidArgument
  InvalidPart,
  InvalidPartOrder,
  EntityTooSmall,  ///< a part but the last is under 5 MiB
  EntityTooLarge,
  QuotaExceeded,       ///< of the bucket: its bytes, or its uploads that are not completed
  BadDigest,           ///< the bytes have another checksum than was said
  PreconditionFailed,  ///< of a conditional write
  Corrupt,             ///< the stored bytes are not those that were written
  WrongKey,            ///< sealed under another data key
  DiskFull,
};

class StoreError : public Error {
 public:
  template <typename... Args>
  StoreError(StoreFault fault, fmt::format_string<Args...> format, Args&&... args)
      : Error(code_of(fault), format, std::forward<Args>(args)...), fault_(fault) {}

  StoreFault fault() const { return fault_; }

 private:
  static Code code_of(StoreFault fault);
  StoreFault fault_;
};

}  // namespace sempurna
