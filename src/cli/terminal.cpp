#include "cli/terminal.h"

#include <sys/ioctl.h>

namespace sempurna {

namespace {

constexpr size_t kFewestColumns = 20;

}  // namespace

std::optional<size_t> terminal_columns(int descriptor) {
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) != 0 || size.ws_col <= kFewestColumns) return {};
  return size.ws_col;
}

}  // namespace sempurna
