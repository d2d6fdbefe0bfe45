#pragma once

#include <string>
#include <vector>

#include "api/failure.h"

namespace sempurna {

/// An error of the JSON 1.1 protocol by its service's own name.
class JsonError : public ServiceError {
 public:
  template <typename... Args>
  explicit JsonError(std::string type, fmt::format_string<Args...> format, Args&&... args)
      : ServiceError(400, std::move(type), format, std::forward<Args>(args)...) {}
};

namespace json {

/// A service's rows before those that all services of the protocol have.
std::vector<ErrorRow> with_common_errors(std::span<const ErrorRow> own);

}  // namespace json

}  // namespace sempurna
