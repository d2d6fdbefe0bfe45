#pragma once

#include <string>
#include <utility>

#include "api/failure.h"

namespace sempurna::runtime {

/// An error of the service by its own name.
class RuntimeError : public ServiceError {
 public:
  template <typename... Args>
  RuntimeError(int status, std::string code, fmt::format_string<Args...> format, Args&&... args)
      : ServiceError(status, std::move(code), format, std::forward<Args>(args)...) {}
};

/// The member of a ModelError that is a number.
constexpr std::string_view kOriginalStatusCode = "OriginalStatusCode";

}  // namespace sempurna::runtime
