#pragma once

#include <string>
#include <utility>

#include "api/failure.h"
#include "api/s3/error_code.h"

namespace sempurna::s3 {

/// An error by S3's own code.
class S3Error : public ServiceError {
 public:
  template <typename... Args>
  explicit S3Error(ErrorCode code, fmt::format_string<Args...> format, Args&&... args)
      : ServiceError(code.status, std::string(code.name), format, std::forward<Args>(args)...) {}

  S3Error& with(std::string name, std::string value) {
    details.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

}  // namespace sempurna::s3
