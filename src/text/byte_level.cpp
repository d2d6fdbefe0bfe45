#include "text/byte_level.h"

#include <array>
#include <cstdint>

#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

enum class Kind : uint8_t { Blank, Letter, Number, Other };

Kind kind_of(char32_t c) {
  if (is_letter(c)) return Kind::Letter;
  if (is_number(c)) return Kind::Number;
  return is_whitespace(c) ? Kind::Blank : Kind::Other;
}

const std::array<Kind, 128> kAsciiKinds = [] {
  std::array<Kind, 128> kinds;
  for (char32_t c = 0; c < 128; ++c) kinds[c] = kind_of(c);
  return kinds;
}();

// The kind of the code point at `at`, which moves behind it.
Kind next_kind(std::string_view text, size_t& at) {
  const auto byte = static_cast<unsigned char>(text[at]);
  if (byte < 128) {
    ++at;
    return kAsciiKinds[byte];
  }
  return kind_of(next_code_point(text, at));
}

size_t contraction(std::string_view text) {
  for (const std::string_view ending : {"'s", "'t", "'re", "'ve", "'m", "'ll", "'d"}) {
    if (text.substr(0, ending.size()) == ending) return ending.size();
  }
  return 0;
}

}  // namespace

size_t byte_level_word_end(std::string_view text, size_t at) {
  if (text[at] == '\'') {
    if (const size_t length = contraction(text.substr(at)); length > 0) return at + length;
  }
  const bool space = text[at] == ' ';
  size_t end = at;
  Kind kind = next_kind(text, end);
  if (space && end < text.size()) {
    size_t next = end;
    const Kind following = next_kind(text, next);
    if (following != Kind::Blank) {
      kind = following;
      end = next;
    }
  }
  // A run of blanks leaves its last to the word behind it.
  size_t last = at;
  while (end < text.size()) {
    size_t next = end;
    if (next_kind(text, next) != kind) {
      return kind == Kind::Blank && last > at ? last : end;
    }
    last = end;
    end = next;
  }
  return end;
}

char32_t byte_level_character(unsigned char byte) {
  static const std::array<char32_t, 256> kCharacters = [] {
    std::array<char32_t, 256> characters;
    char32_t next = 0x100;
    for (char32_t b = 0; b < 256; ++b) {
      const bool visible = (b >= 0x21 && b <= 0x7E) || (b >= 0xA1 && b <= 0xAC) || b >= 0xAE;
      characters[b] = visible ? b : next++;
    }
    return characters;
  }();
  return kCharacters[byte];
}

std::string byte_level_text(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) {
    append_utf8(text, byte_level_character(static_cast<unsigned char>(byte)));
  }
  return text;
}

}  // namespace sempurna
