#pragma once

#include <fmt/core.h>

#include <exception>
#include <string_view>
#include <utility>

#include "base/program_name.h"

namespace sempurna {

/// Makes the process safe to write from; to be called first in main, before any thread. A pipe or a
/// socket whose reader went away becomes an error of the write instead of the end of the process,
/// here and in the programs that it starts. A standard stream that is closed becomes /dev/null, so
/// that no file that is opened later gets its number and what is printed.
void guard_standard_streams();

void write_to_watcher(std::string_view text) noexcept;

/// Says something on standard error to whoever watches, commands as they can be typed here. That
/// nobody watches any more is no reason to stop.
template <typename... Args>
void tell(fmt::format_string<Args...> format, Args&&... args) {
  write_to_watcher(with_program_name(fmt::format(format, std::forward<Args>(args)...)));
}

/// Writes out what standard output still holds. Throws what is_broken_pipe() knows, or Unavailable.
void finish_output();

/// Whether this was a write to a pipe whose reader went away, as in `sempurna models | head -1`.
bool is_broken_pipe(const std::exception& error);

/// What a program ends with that ends for a broken pipe, as shells say it of SIGPIPE.
constexpr int kBrokenPipeStatus = 141;

}  // namespace sempurna
