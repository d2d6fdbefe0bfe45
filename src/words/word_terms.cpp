#include "words/word_terms.h"

#include <string>

#include "base/random.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

constexpr uint64_t kPartKey = 0x6772616d;

/// Chinese characters, kana, and the scripts from Thai to Khmer.
bool written_without_blanks(char32_t c) {
  return is_chinese(c) || (c >= 0x3040 && c <= 0x30ff) || (c >= 0x0e00 && c <= 0x0eff) ||
         (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}

/// `word` has a blank at both ends.
void append_parts(std::vector<uint64_t>& parts, std::u32string_view word) {
  for (size_t i = 0; i < word.size(); ++i) {
    uint64_t key = kPartKey;
    for (size_t n = 1; n <= kLongestPart && i + n <= word.size(); ++n) {
      key = mix(key, word[i + n - 1]);
      if (n >= kShortestPart) parts.push_back(key | kPartBit);
    }
  }
}

}  // namespace

WordTerms terms_of(std::string_view text, bool with_parts) {
  WordTerms terms;
  const uint64_t kept_bits = with_parts ? ~kPartBit : ~uint64_t{0};
  std::u32string lower;
  std::u32string spelt = U" ";
  uint64_t word = 0;
  const auto finish = [&] {
    if (word == 0) return;
    terms.words.push_back(word & kept_bits);
    if (with_parts) append_parts(terms.parts, spelt + U' ');
    spelt.resize(1);
    word = 0;
  };
  for (size_t at = 0; at < text.size() && terms.words.size() < kMostWords;) {
    const char32_t c = next_code_point(text, at);
    if (written_without_blanks(c)) {
      finish();
      terms.words.push_back(mix(c) & kept_bits);
    } else if (is_word(c)) {
      lower.clear();
      append_lower(lower, c);
      for (const char32_t part : lower) word = mix(word, part);
      if (with_parts) spelt += lower;
    } else {
      finish();
    }
  }
  finish();
  for (size_t i = 1; i < terms.words.size(); ++i)
    terms.pairs.push_back(mix(terms.words[i - 1], terms.words[i]) & kept_bits);
  return terms;
}

}  // namespace sempurna
