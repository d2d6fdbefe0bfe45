#include "text/utf8.h"

#include <cstdint>
#include <cstring>

namespace sempurna {

namespace {

constexpr uint64_t kHighBits = 0x8080808080808080;

// How many bytes from `at` are ASCII, found eight at a time.
size_t ascii_run(std::string_view text, size_t at) {
  const size_t start = at;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & kHighBits) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at - start;
}

}  // namespace

char32_t next_code_point(std::string_view text, size_t& at) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u;
  };
  const unsigned first = byte(at);
  if (first < 0x80) {
    ++at;
    return first;
  }
  // The second byte's range excludes overlong forms, surrogates and what is above U+10FFFF.
  unsigned low = 0x80;
  unsigned high = 0xBF;
  int more;
  char32_t code_point;
  if (first >= 0xC2 && first <= 0xDF) {
    more = 1;
    code_point = first & 0x1F;
  } else if (first >= 0xE0 && first <= 0xEF) {
    more = 2;
    code_point = first & 0x0F;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
  } else if (first >= 0xF0 && first <= 0xF4) {
    more = 3;
    code_point = first & 0x07;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
  } else {
    ++at;
    return kReplacement;
  }
  ++at;
  for (; more > 0; --more, low = 0x80, high = 0xBF) {
    const unsigned next = byte(at);
    if (next < low || next > high) return kReplacement;
    code_point = (code_point << 6) | (next & 0x3F);
    ++at;
  }
  return code_point;
}

void append_utf8(std::string& text, char32_t c) {
  const auto add = [&](char32_t byte) { text += static_cast<char>(byte); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | c >> 6);
    add(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12);
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  } else {
    add(0xF0 | c >> 18);
    add(0x80 | (c >> 12 & 0x3F));
    add(0x80 | (c >> 6 & 0x3F));
    add(0x80 | (c & 0x3F));
  }
}

size_t find_invalid_utf8(std::string_view text) {
  size_t at = 0;
  while (at < text.size()) {
    at += ascii_run(text, at);
    if (at == text.size()) break;
    const size_t start = at;
    // A genuine U+FFFD is three bytes, EF BF BD.
    if (next_code_point(text, at) == kReplacement &&
        text.substr(start, at - start) != "\xEF\xBF\xBD") {
      return start;
    }
  }
  return std::string_view::npos;
}

bool is_ascii(std::string_view text) {
  return ascii_run(text, 0) == text.size();
}

std::string_view valid_utf8(std::string_view text, std::string& storage) {
  size_t at = find_invalid_utf8(text);
  if (at == std::string_view::npos) return text;
  storage.assign(text.substr(0, at));
  while (at < text.size()) append_utf8(storage, next_code_point(text, at));
  return storage;
}

size_t count_code_points(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return count;
}

}  // namespace sempurna
