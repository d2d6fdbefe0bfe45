#include "base/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <system_error>

#include "base/error.h"

namespace sempurna {

void guard_standard_streams() {
  std::signal(SIGPIPE, SIG_IGN);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) >= 0) continue;
    // The lowest free number is this one: those before it are open.
    [[maybe_unused]] const int opened = ::open("/dev/null", O_RDWR);
  }
}

void write_to_watcher(std::string_view text) noexcept {
  [[maybe_unused]] const size_t written = std::fwrite(text.data(), 1, text.size(), stderr);
  std::fflush(stderr);
}

void finish_output() {
  if (std::fflush(stdout) == 0) return;
  const std::error_code error(errno, std::generic_category());
  if (error == std::errc::broken_pipe) throw std::system_error(error);
  throw Error(Code::Unavailable, "the output cannot be written: {}", error.message());
}

bool is_broken_pipe(const std::exception& error) {
  const auto* system = dynamic_cast<const std::system_error*>(&error);
  return system != nullptr && system->code() == std::errc::broken_pipe;
}

}  // namespace sempurna
