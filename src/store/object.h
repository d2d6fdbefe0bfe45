#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/digest.h"

namespace sempurna {

/// What a writer says of an object; kept and given back as it is.
struct ObjectAttributes {
  /// Content-Type, Content-Encoding, Content-Disposition, Content-Language, Cache-Control, Expires,
  /// names in lower case; absent ones are left out.
  std::map<std::string, std::string> headers{};
  std::map<std::string, std::string> metadata{};  ///< of x-amz-meta-NAME, by NAME in lower case
  std::map<std::string, std::string> tags{};
};

/// How an object's bytes are sealed on disk. The store keeps it and knows nothing of keys.
struct Seal {
  std::string algorithm;    ///< "aws:kms" or "AES256", as S3 writes it
  std::string key_id;       ///< ARN of the key that wraps the data key
  std::string wrapped_key;  ///< the data key, wrapped; opaque bytes
};

/// The 32 bytes that an object's frames are sealed with (AES-256-GCM).
using DataKey = std::string;

/// What is known of a stored object.
struct ObjectInfo {
  std::string bucket;
  std::string key;  ///< any bytes but NUL, 1 to 1024 of them, valid UTF-8
  uint64_t size = 0;
  std::string etag{};  ///< without quotes: MD5 in hex, or md5-of-md5s-N of an object in N parts
  Time modified{};
  ObjectAttributes attributes{};
  /// Checksums that the writer gave and that were found right, raw bytes.
  std::map<DigestKind, std::string> checksums{};
  bool checksums_are_composite = false;  ///< checksums of the parts' checksums, not of the bytes
  int64_t parts = 0;                     ///< of a multipart upload, else 0
  std::optional<Seal> seal{};
};

/// A range of bytes, as RFC 9110 resolves it against the object's size.
struct ByteRange {
  uint64_t offset = 0;
  uint64_t length = 0;
};

struct ListRequest {
  std::string prefix{};
  std::string delimiter{};  ///< empty: none
  std::string after{};      ///< only keys, and common prefixes, that sort after this
  size_t limit = 1000;
};

/// One page of a listing, in the order of the keys' bytes.
struct Listing {
  std::vector<ObjectInfo> objects;  ///< without attributes
  std::vector<std::string> common_prefixes;
  /// Give it as `after` for the next page; empty when this was the last.
  std::string next;
};

}  // namespace sempurna
