#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sempurna {

constexpr char32_t kReplacement = 0xFFFD;

/// The code point at `at`, which moves behind it. Of invalid bytes, the longest start of a valid
/// sequence (else one byte) becomes U+FFFD, as the Unicode standard recommends (section 3.9) and
/// Python's errors="replace" does. Requires at < text.size().
char32_t next_code_point(std::string_view text, size_t& at);

/// Appends the UTF-8 form of a code point.
void append_utf8(std::string& text, char32_t code_point);

/// The position of the first byte that is not valid UTF-8, or npos.
size_t find_invalid_utf8(std::string_view text);

/// Whether every byte is below 128.
bool is_ascii(std::string_view text);

/// `text` with invalid bytes replaced by U+FFFD; a view of `text` itself when there are none, else
/// of `storage`.
std::string_view valid_utf8(std::string_view text, std::string& storage);

/// How many code points valid UTF-8 holds.
size_t count_code_points(std::string_view text);

}  // namespace sempurna
