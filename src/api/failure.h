#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "access/access_error.h"
#include "store/store_error.h"

namespace sempurna {

/// An error by its service's own code and HTTP status: the base of each dialect's.
class ServiceError : public Error {
 public:
  const std::string& code_name() const { return code_name_; }
  int status() const { return status_; }

  /// What the answer says beside code and message, Region say.
  std::vector<std::pair<std::string, std::string>> details;

 protected:
  template <typename... Args>
  ServiceError(int status, std::string code, fmt::format_string<Args...> format, Args&&... args)
      : Error(Code::InvalidArgument, format, std::forward<Args>(args)...),
        code_name_(std::move(code)),
        status_(status) {}

 private:
  std::string code_name_;
  int status_;
};

/// What went wrong, where no service's code, no AccessFault and no StoreFault says it better.
enum class Trouble {
  WrongRequest,  ///< the same request will fail again
  TooLarge,      ///< its body
  BrokenBody,    ///< not framed as HTTP says
  NotNow,        ///< the server cannot do it as things are: a full disk, a file that is in the way
  OurMistake,
};
using Fault = std::variant<Trouble, AccessFault, StoreFault>;

/// How a dialect says that something went wrong: a row of its error table, which has one for each
/// Trouble. Access and store faults without a row are said as the Trouble that they are.
struct ErrorRow {
  Fault fault;
  std::string_view code;
  int status;
};

/// What was thrown while a request was answered, as it is told to whoever sent it.
struct Failure {
  std::optional<Fault> fault;  ///< empty: it was thrown by the service's own code
  std::string code;
  int status = 500;
  std::string message;
  std::vector<std::pair<std::string, std::string>> details;  ///< as of ServiceError
  /// Of the server rather than of the request: the message tells nothing of it, but whoever runs
  /// the server must know. So is whatever the table answers as NotNow or OurMistake is answered.
  bool is_ours = false;
};

Failure classify(const std::exception& thrown, std::span<const ErrorRow> table);

}  // namespace sempurna
