#include "base/program_name.h"

#include <cstdlib>
#include <string_view>

namespace sempurna {

namespace {

// Inherited by the worker, whose sentences are shown as the command line's own.
constexpr auto kVariable = "SEMPURNA_PROGRAM";
constexpr std::string_view kWritten = "`sempurna ";

}  // namespace

void set_program_name(const char* called) {
  ::setenv(kVariable, called, 1);
}

std::string with_program_name(std::string text) {
  const char* called = std::getenv(kVariable);
  if (called == nullptr || *called == '\0') return text;
  const std::string typed = "`" + std::string(called) + " ";
  for (size_t at = 0; (at = text.find(kWritten, at)) != std::string::npos; at += typed.size()) {
    text.replace(at, kWritten.size(), typed);
  }
  return text;
}

}  // namespace sempurna
