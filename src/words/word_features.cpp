#include "words/word_features.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "base/random.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// Longer texts say little more of their class than their beginning does.
constexpr size_t kMostWords = 256;

/// Chinese characters, kana, and the scripts from Thai to Khmer.
bool written_without_blanks(char32_t c) {
  return is_chinese(c) || (c >= 0x3040 && c <= 0x30ff) || (c >= 0x0e00 && c <= 0x0eff) ||
         (c >= 0x1000 && c <= 0x109f) || (c >= 0x1780 && c <= 0x17ff);
}

std::vector<uint64_t> words_of(std::string_view text) {
  std::vector<uint64_t> words;
  std::u32string lower;
  uint64_t word = 0;
  const auto finish = [&] {
    if (word != 0) words.push_back(word);
    word = 0;
  };
  for (size_t at = 0; at < text.size() && words.size() < kMostWords;) {
    const char32_t c = next_code_point(text, at);
    if (written_without_blanks(c)) {
      finish();
      words.push_back(mix(c));
    } else if (is_word(c)) {
      lower.clear();
      append_lower(lower, c);
      for (const char32_t part : lower) word = mix(word, part);
    } else {
      finish();
    }
  }
  finish();
  return words;
}

/// How often each word and each pair of neighbours occurs, in the order of their hashes.
std::vector<std::pair<uint64_t, int>> counts_of(std::string_view text) {
  std::vector<uint64_t> all = words_of(text);
  const size_t words = all.size();
  for (size_t i = 1; i < words; ++i) all.push_back(mix(all[i - 1], all[i]));
  std::sort(all.begin(), all.end());
  std::vector<std::pair<uint64_t, int>> counts;
  for (const uint64_t key : all) {
    if (counts.empty() || counts.back().first != key) counts.emplace_back(key, 0);
    ++counts.back().second;
  }
  return counts;
}

}  // namespace

WordFeatures::WordFeatures(const std::vector<std::string_view>& texts, size_t most) {
  std::vector<uint64_t> all;
  for (const auto text : texts) {
    for (const auto& [key, count] : counts_of(text)) all.push_back(key);
  }
  std::sort(all.begin(), all.end());
  struct Kept {
    int64_t texts;
    uint64_t key;
  };
  std::vector<Kept> kept;
  for (const uint64_t key : all) {
    if (kept.empty() || kept.back().key != key) kept.push_back({0, key});
    ++kept.back().texts;
  }
  if (kept.size() > most) {
    std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) {
      return a.texts != b.texts ? a.texts > b.texts : a.key < b.key;
    });
    kept.resize(most);
    std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.key < b.key; });
  }
  const double number = 1 + static_cast<double>(texts.size());
  for (const Kept& one : kept) {
    keys_.push_back(one.key);
    weights_.push_back(
        static_cast<float>(1 + std::log(number / (1 + static_cast<double>(one.texts)))));
  }
}

SparseRows WordFeatures::rows(const std::vector<std::string_view>& texts) const {
  SparseRows rows;
  for (const auto text : texts) {
    const size_t begin = rows.values.size();
    double squares = 0;
    for (const auto& [key, count] : counts_of(text)) {
      const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
      if (found == keys_.end() || *found != key) continue;
      const auto column = static_cast<size_t>(found - keys_.begin());
      const float value = (1 + std::log(static_cast<float>(count))) * weights_[column];
      rows.add(static_cast<uint32_t>(column), value);
      squares += double{value} * double{value};
    }
    const auto length = static_cast<float>(std::sqrt(std::max(squares, 1e-12)));
    for (size_t k = begin; k < rows.values.size(); ++k) rows.values[k] /= length;
    rows.end_row();
  }
  return rows;
}

}  // namespace sempurna
