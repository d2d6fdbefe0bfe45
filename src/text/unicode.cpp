#include "text/unicode.h"

#include <utf8proc.h>

#include <algorithm>
#include <vector>

#include "text/utf8.h"

namespace sempurna {

namespace {

const utf8proc_property_t& property(char32_t c) {
  return *utf8proc_get_property(static_cast<utf8proc_int32_t>(c));
}

bool category_between(char32_t c, utf8proc_category_t first, utf8proc_category_t last) {
  const auto category = property(c).category;
  return category >= first && category <= last;
}

}  // namespace

bool is_whitespace(char32_t c) {
  if (c < 0x80) return c == ' ' || (c >= 9 && c <= 13);
  return c == 0x85 || category_between(c, UTF8PROC_CATEGORY_ZS, UTF8PROC_CATEGORY_ZP);
}

bool is_python_space(char32_t c) {
  return (c >= 0x1C && c <= 0x1F) || is_whitespace(c);
}

bool is_control(char32_t c) {
  if (c == '\t' || c == '\n' || c == '\r') return false;
  if (c < 0x80) return c < 0x20 || c == 0x7F;
  const auto category = property(c).category;
  return category == UTF8PROC_CATEGORY_CN || category >= UTF8PROC_CATEGORY_CC;
}

bool is_punctuation(char32_t c) {
  if (c < 0x80) {
    return (c >= 33 && c <= 47) || (c >= 58 && c <= 64) || (c >= 91 && c <= 96) ||
           (c >= 123 && c <= 126);
  }
  return category_between(c, UTF8PROC_CATEGORY_PC, UTF8PROC_CATEGORY_PO);
}

bool is_letter(char32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return category_between(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO);
}

bool is_number(char32_t c) {
  if (c < 0x80) return c >= '0' && c <= '9';
  return category_between(c, UTF8PROC_CATEGORY_ND, UTF8PROC_CATEGORY_NO);
}

bool is_nonspacing_mark(char32_t c) {
  return c >= 0x300 && property(c).category == UTF8PROC_CATEGORY_MN;
}

bool is_mark(char32_t c) {
  return c >= 0x300 && category_between(c, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME);
}

bool is_combining(char32_t c) {
  return c >= 0x300 && property(c).combining_class != 0;
}

bool is_word(char32_t c) {
  if (c < 0x80) return is_letter(c) || is_number(c) || c == '_';
  return category_between(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_ND) ||
         property(c).category == UTF8PROC_CATEGORY_PC;
}

bool is_chinese(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
         (c >= 0x20000 && c <= 0x2A6DF) || (c >= 0x2A700 && c <= 0x2B73F) ||
         (c >= 0x2B740 && c <= 0x2B81F) || (c >= 0x2B820 && c <= 0x2CEAF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x2F800 && c <= 0x2FA1F);
}

namespace {

constexpr char32_t kCapitalIWithDot = 0x130;
constexpr char32_t kDotAbove = 0x307;

char32_t simple_lower(char32_t c) {
  if (c < 0x80) return c >= 'A' && c <= 'Z' ? c + 32 : c;
  return static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
}

}  // namespace

void append_lower(std::u32string& text, char32_t c) {
  // The one character whose lower case is two, whatever the language (SpecialCasing.txt).
  if (c == kCapitalIWithDot) {
    text += U'i';
    text += kDotAbove;
  } else {
    text += simple_lower(c);
  }
}

void append_lower(std::string& text, char32_t c) {
  if (c == kCapitalIWithDot) {
    text += 'i';
    append_utf8(text, kDotAbove);
  } else {
    append_utf8(text, simple_lower(c));
  }
}

std::u32string normalize(std::u32string_view text, Normalization form) {
  const bool compatible = form == Normalization::Nfkc || form == Normalization::Nfkd;
  const bool compose = form == Normalization::Nfc || form == Normalization::Nfkc;
  int options = UTF8PROC_DECOMPOSE;
  if (compatible) options |= UTF8PROC_COMPAT;
  std::u32string result;
  result.reserve(text.size());
  for (const char32_t c : text) {
    if (c < 0xA0) {  // nothing below decomposes
      result += c;
      continue;
    }
    utf8proc_int32_t parts[32];
    const auto count = utf8proc_decompose_char(static_cast<utf8proc_int32_t>(c), parts, 32,
                                               static_cast<utf8proc_option_t>(options), nullptr);
    // The longest decomposition of Unicode is 18 code points; none fails on a valid one.
    if (count <= 0 || count > 32) {
      result += c;
    } else {
      result.append(parts, parts + count);
    }
  }
  // Canonical order by a stable sort of each run of marks: utf8proc's own is quadratic in the run.
  for (size_t i = 0; i < result.size();) {
    if (!is_combining(result[i])) {
      ++i;
      continue;
    }
    size_t end = i;
    while (end < result.size() && is_combining(result[end])) ++end;
    if (end - i > 1) {
      std::stable_sort(result.begin() + static_cast<std::ptrdiff_t>(i),
                       result.begin() + static_cast<std::ptrdiff_t>(end),
                       [](char32_t a, char32_t b) {
                         return property(a).combining_class < property(b).combining_class;
                       });
    }
    i = end;
  }
  if (compose) {
    std::vector<utf8proc_int32_t> buffer(result.begin(), result.end());
    const auto length = utf8proc_normalize_utf32(
        buffer.data(), static_cast<utf8proc_ssize_t>(buffer.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
    result.assign(buffer.begin(), buffer.begin() + length);
  }
  return result;
}

std::string to_nfc(std::string_view utf8) {
  if (is_ascii(utf8)) return std::string(utf8);
  return to_utf8(normalize(to_code_points(utf8), Normalization::Nfc));
}

std::u32string to_code_points(std::string_view utf8) {
  std::u32string text;
  text.reserve(utf8.size());
  for (size_t at = 0; at < utf8.size();) text += next_code_point(utf8, at);
  return text;
}

std::string to_utf8(std::u32string_view text) {
  std::string utf8;
  utf8.reserve(text.size());
  for (const char32_t c : text) append_utf8(utf8, c);
  return utf8;
}

}  // namespace sempurna
