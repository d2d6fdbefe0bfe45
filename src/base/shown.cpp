#include "base/shown.h"

#include <fmt/core.h>

#include <cstddef>

namespace sempurna {

namespace {

unsigned char byte_at(std::string_view text, size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// How many bytes the UTF-8 character at `at` has; 0 when it is none. Overlong forms of controls are
// none (Unicode, table 3-7).
size_t length_of(std::string_view text, size_t at) {
  const unsigned char first = byte_at(text, at);
  const size_t length = first < 0x80                    ? 1
                        : first >= 0xC2 && first < 0xE0 ? 2
                        : first >= 0xE0 && first < 0xF0 ? 3
                        : first >= 0xF0 && first < 0xF5 ? 4
                                                        : 0;
  for (size_t i = 1; i < length; ++i) {
    if ((byte_at(text, at + i) & 0xC0) != 0x80) return 0;
  }
  const unsigned char second = byte_at(text, at + 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90)) return 0;
  return length;
}

unsigned code_point(std::string_view text, size_t at, size_t length) {
  if (length == 1) return byte_at(text, at);
  unsigned code = byte_at(text, at) & (0xFFu >> (length + 1));
  for (size_t i = 1; i < length; ++i) code = code << 6 | (byte_at(text, at + i) & 0x3F);
  return code;
}

// What a terminal obeys: C1, line separators, and marks of direction (Unicode, UAX #9).
bool is_obeyed(unsigned c) {
  return (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F || c == 0x061C;
}

std::string written_out(std::string_view text, bool keep_newlines) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const size_t length = length_of(text, at);
    const unsigned c = length == 0 ? byte_at(text, at) : code_point(text, at, length);
    if (length == 0) {
      out += fmt::format("\\x{:02x}", c);
    } else if (c == '\n') {
      out += keep_newlines ? "\n" : "\\n";
    } else if (c == '\t' || c == '\r') {
      out += c == '\t' ? "\\t" : "\\r";
    } else if (c < 0x20) {
      out += fmt::format("\\x{:02x}", c);
    } else if (is_obeyed(c)) {
      out += fmt::format("\\u{:04x}", c);
    } else {
      out += text.substr(at, length);
    }
    at += length == 0 ? 1 : length;
  }
  return out;
}

}  // namespace

std::string shown(std::string_view text) {
  return written_out(text, false);
}

std::string shown_lines(std::string_view text) {
  return written_out(text, true);
}

}  // namespace sempurna
