#pragma once

#include <string>
#include <utility>
#include <vector>

#include "api/s3/error_code.h"
#include "base/error.h"

namespace sempurna::s3 {

/// An error by S3's own code.
class S3Error : public Error {
 public:
  template <typename... Args>
  explicit S3Error(ErrorCode code, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::InvalidArgument, format, std::forward<Args>(args)...), answered(code) {}

  std::string code_name() const { return std::string(answered.name); }

  S3Error& with(std::string name, std::string value) {
    details.emplace_back(std::move(name), std::move(value));
    return *this;
  }

  ErrorCode answered;
  /// Elements of the answer beside Code and Message, Region say.
  std::vector<std::pair<std::string, std::string>> details;
};

}  // namespace sempurna::s3
