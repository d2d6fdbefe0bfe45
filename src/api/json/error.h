#pragma once

#include <exception>
#include <string>

#include "api/service.h"

namespace sempurna {

/// An error of the JSON 1.1 protocol by its service's own name.
class JsonError : public Error {
 public:
  template <typename... Args>
  JsonError(std::string type, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::InvalidArgument, format, std::forward<Args>(args)...),
        type_name(std::move(type)) {}
  std::string type_name;
};

/// Answers with {"__type": …, "message": …} and x-amzn-ErrorType, as AWS's JSON services do.
void answer_json_error(Call& call, const std::exception& error);

}  // namespace sempurna
