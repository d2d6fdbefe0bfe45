#include "store/store_error.h"

namespace sempurna {

Code StoreError::code_of(StoreFault fault) {
  switch (fault) {
    case StoreFault::NoSuchBucket:
    case StoreFault::NoSuchKey:
    case StoreFault::NoSuchUpload:
      return Code::NotFound;
    case StoreFault::BucketAlreadyOwnedByYou:
      return Code::AlreadyExists;
    case StoreFault::BucketNotEmpty:
    case StoreFault::PreconditionFailed:
      return Code::Conflict;
    case StoreFault::InvalidBucketName:
    case StoreFault::InvalidKey:
    case StoreFault::InvalidPart:
    case StoreFault::InvalidPartOrder:
    case StoreFault::EntityTooSmall:
    case StoreFault::EntityTooLarge:
    case StoreFault::BadDigest:
      return Code::InvalidArgument;
    case StoreFault::Corrupt:
      return Code::DataCorrupt;
    case StoreFault::WrongKey:
      return Code::Denied;
    case StoreFault::DiskFull:
    case StoreFault::QuotaExceeded:
      return Code::ResourceLimit;
  }
  return Code::Internal;
}

}  // namespace sempurna
