#include "store/location.h"

#include <algorithm>
#include <cctype>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr std::string_view kS3 = "s3://";

/// The scheme of "scheme://rest", or empty.
std::string_view scheme_of(std::string_view text) {
  const size_t end = text.find("://");
  if (end == std::string_view::npos || end == 0) return {};
  const auto scheme = text.substr(0, end);
  const bool is_scheme = std::all_of(scheme.begin(), scheme.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.';
  });
  return is_scheme ? scheme : std::string_view{};
}

/// Amazon's rules for bucket names, as far as letters and length go.
bool is_bucket(std::string_view name) {
  return name.size() >= 3 && name.size() <= 63 &&
         std::all_of(name.begin(), name.end(),
                     [](unsigned char c) {
                       return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '-' || c == '.';
                     }) &&
         std::isalnum(static_cast<unsigned char>(name.front())) != 0 &&
         std::isalnum(static_cast<unsigned char>(name.back())) != 0;
}

}  // namespace

Location Location::parse(std::string_view text) {
  if (text.empty()) {
    throw Error(Code::InvalidArgument, "a location is empty; give a folder or a file");
  }
  Location location{.text = std::string(text), .path = {}, .bucket = {}, .key = {}};
  if (!text.starts_with(kS3)) {
    if (const auto scheme = scheme_of(text); !scheme.empty()) {
      throw Error(Code::InvalidArgument,
                  "{}: {}:// is not a place that can be read or written here; give a path on this "
                  "machine",
                  text, scheme);
    }
    location.path = text;
    return location;
  }
  location.kind = Kind::S3;
  const auto rest = text.substr(kS3.size());
  const size_t slash = rest.find('/');
  location.bucket = rest.substr(0, slash);
  if (slash != std::string_view::npos) location.key = rest.substr(slash + 1);
  if (!is_bucket(location.bucket)) {
    throw Error(Code::InvalidArgument,
                "{}: \"{}\" is no name of a bucket; write s3://bucket/key, the bucket in 3 to 63 "
                "lower-case letters, digits, dots and hyphens",
                text, location.bucket);
  }
  return location;
}

const fs::path& Location::require_local() const {
  if (kind == Kind::S3) {
    throw Error(
        Code::InvalidArgument,
        "{} lies in S3, but a place on this machine is needed here; give a folder or a file", text);
  }
  return path;
}

}  // namespace sempurna
