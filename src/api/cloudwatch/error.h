#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/failure.h"

namespace sempurna::cloudwatch {

/// An error by the code that the query protocol has for it.
class CloudWatchError : public ServiceError {
 public:
  template <typename... Args>
  explicit CloudWatchError(std::string_view code, fmt::format_string<Args...> format,
                           Args&&... args)
      : ServiceError(400, std::string(code), format, std::forward<Args>(args)...) {}
};

// Source: Amazon CloudWatch API Reference, "Common Errors" and the operations' own.
inline constexpr std::string_view kMissing = "MissingParameter";
inline constexpr std::string_view kWrongValue = "InvalidParameterValue";
inline constexpr std::string_view kWrongTogether = "InvalidParameterCombination";
inline constexpr std::string_view kWrongToken = "InvalidNextToken";
inline constexpr std::string_view kNotValid = "ValidationError";
inline constexpr std::string_view kNotReadable = "MalformedInput";
inline constexpr std::string_view kUnknownOperation = "InvalidAction";

/// What an operation calls wrong input.
struct FaultCodes {
  std::string_view missing = kMissing;
  std::string_view wrong_value = kWrongValue;
  std::string_view wrong_together = kWrongTogether;
};

}  // namespace sempurna::cloudwatch
