#pragma once

#include <fmt/core.h>

#include <source_location>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace sempurna {

/// What went wrong, for whoever must react to it: a caller, a dialect's error table, an exit
/// status.
enum class Code {
  InvalidArgument,  ///< the request is wrong; the same request will fail again
  NotFound,
  AlreadyExists,
  Conflict,       ///< right in itself, but not in the present state
  Denied,         ///< not allowed
  ResourceLimit,  ///< disk, memory or a configured limit
  Unavailable,    ///< may work later
  DataCorrupt,    ///< stored or received bytes are not what they claim to be
  Cancelled,
  Internal,  ///< our own mistake
};

/// The name of a code as it is written in JSON, "InvalidArgument" for instance.
std::string_view name(Code code);

/// The one exception of the project. Its message is one sentence for a person: what is wrong, where
/// (file and row, field, name), and what to do.
class Error : public std::runtime_error {
 public:
  template <typename... Args>
  Error(Code code, fmt::format_string<Args...> format, Args&&... args)
      : std::runtime_error(fmt::format(format, std::forward<Args>(args)...)), code_(code) {}

  Code code() const { return code_; }

 private:
  Code code_;
};

/// Throws Internal with file and line when `holds` is false. For our own mistakes, never for input.
inline void ensure(bool holds, std::string_view what,
                   std::source_location at = std::source_location::current()) {
  if (!holds) {
    throw Error(Code::Internal,
                "{}:{}: {} does not hold; this is a defect of sempurna, please report it",
                at.file_name(), at.line(), what);
  }
}

}  // namespace sempurna
