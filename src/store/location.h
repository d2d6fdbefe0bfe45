#pragma once

#include <string>
#include <string_view>

#include "base/files.h"

namespace sempurna {

/// Where a user's data lies or a result shall go, as it was typed.
struct Location {
  enum class Kind { Local, S3 };

  Kind kind = Kind::Local;
  std::string text;    ///< as it was typed
  fs::path path;       ///< of a local one
  std::string bucket;  ///< of s3://bucket/key
  std::string key;     ///< may be empty

  /// Understands a path and s3://bucket/key. Throws InvalidArgument for an empty text, another
  /// scheme, or an S3 location without a right bucket name.
  static Location parse(std::string_view text);

  /// The path of a local one. Throws InvalidArgument for S3.
  const fs::path& require_local() const;
};

}  // namespace sempurna
