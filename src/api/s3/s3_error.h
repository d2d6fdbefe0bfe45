#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/error.h"

namespace sempurna::s3 {

/// An error by S3's own code, with the HTTP status that belongs to it (errors.cpp).
class S3Error : public Error {
 public:
  template <typename... Args>
  explicit S3Error(std::string code, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::InvalidArgument, format, std::forward<Args>(args)...),
        code_name(std::move(code)) {}

  S3Error& with(std::string name, std::string value) {
    details.emplace_back(std::move(name), std::move(value));
    return *this;
  }

  std::string code_name;
  /// Elements of the answer beside Code and Message, Region say.
  std::vector<std::pair<std::string, std::string>> details;
};

}  // namespace sempurna::s3
