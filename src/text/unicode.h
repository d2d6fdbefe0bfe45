#pragma once

#include <string>
#include <string_view>

namespace sempurna {

/// Properties of code points, from utf8proc's tables (Unicode 15).

/// Unicode's White_Space, what the reference tokenizers' \s matches.
bool is_whitespace(char32_t c);
/// White_Space and the four separators U+001C to U+001F: what Python's str.split() splits at.
bool is_python_space(char32_t c);
/// Category C*: control, format, private use, unassigned; tab, newline and carriage return are not.
bool is_control(char32_t c);
/// Category P*, and every printable ASCII character that is neither letter nor digit ("$", "+").
bool is_punctuation(char32_t c);
/// Category L*.
bool is_letter(char32_t c);
/// Category N*.
bool is_number(char32_t c);
/// Category Mn, which "strip accents" removes.
bool is_nonspacing_mark(char32_t c);
/// Category M*.
bool is_mark(char32_t c);
/// A canonical combining class other than 0.
bool is_combining(char32_t c);
/// A letter, mark, number or connector: the \w of regular expressions.
bool is_word(char32_t c);
/// The blocks of Chinese characters that BERT sets apart; not kana, not hangul.
bool is_chinese(char32_t c);

/// Appends the lower case of `c`, each code point for itself (no final sigma).
void append_lower(std::u32string& text, char32_t c);
/// The same, as UTF-8.
void append_lower(std::string& text, char32_t c);

enum class Normalization { Nfc, Nfd, Nfkc, Nfkd };

/// A Unicode normalization form (UAX #15), in time n log n for any input.
std::u32string normalize(std::u32string_view text, Normalization form);

/// Form NFC of UTF-8 text, in which names are compared: file systems write "é" in either form.
std::string to_nfc(std::string_view utf8);

std::u32string to_code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view text);

}  // namespace sempurna
