#pragma once

#include <string_view>

namespace sempurna {

/// Throws InvalidBucketName, saying which rule is broken.
/// Source: Amazon S3 User Guide, "General purpose bucket naming rules".
void check_bucket_name(std::string_view name);

/// Throws InvalidKey unless it is 1 to 1024 bytes of valid UTF-8 without NUL. Anything else is
/// allowed: a key is data, never a path.
void check_key(std::string_view key);

}  // namespace sempurna
