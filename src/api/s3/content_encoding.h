#pragma once

#include <string>
#include <string_view>

namespace sempurna::s3 {

/// Whether a Content-Encoding says that the body came as aws-chunked: how it came, not what it is.
bool has_aws_chunked(std::string_view encodings);
/// The other encodings, which stay with the object.
std::string without_aws_chunked(std::string_view encodings);

}  // namespace sempurna::s3
