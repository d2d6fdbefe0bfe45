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
// A pair that one text alone has costs as much as any other and tells nothing that its words do not
// (docs/results.md).
constexpr int64_t kTextsOfAPair = 2;

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

std::vector<uint64_t> pairs_of(const std::vector<uint64_t>& words) {
  std::vector<uint64_t> pairs;
  for (size_t i = 1; i < words.size(); ++i) pairs.push_back(mix(words[i - 1], words[i]));
  return pairs;
}

/// How often each word and each pair of neighbours occurs, in the order of their hashes.
std::vector<std::pair<uint64_t, int>> counts_of(std::string_view text) {
  std::vector<uint64_t> all = words_of(text);
  const std::vector<uint64_t> pairs = pairs_of(all);
  all.insert(all.end(), pairs.begin(), pairs.end());
  std::sort(all.begin(), all.end());
  std::vector<std::pair<uint64_t, int>> counts;
  for (const uint64_t key : all) {
    if (counts.empty() || counts.back().first != key) counts.emplace_back(key, 0);
    ++counts.back().second;
  }
  return counts;
}

/// A word or a pair, and how many texts have it.
struct Kept {
  int64_t texts;
  uint64_t key;
};

void append_each_once(std::vector<uint64_t>& all, std::vector<uint64_t> of_text) {
  std::sort(of_text.begin(), of_text.end());
  all.insert(all.end(), of_text.begin(), std::unique(of_text.begin(), of_text.end()));
}

/// Those of `all`, once for each text that has it, that `least` texts have.
void keep(std::vector<Kept>& kept, std::vector<uint64_t> all, int64_t least) {
  std::sort(all.begin(), all.end());
  for (auto first = all.begin(); first != all.end();) {
    const auto next = std::upper_bound(first, all.end(), *first);
    if (next - first >= least) kept.push_back({next - first, *first});
    first = next;
  }
}

}  // namespace

WordFeatures::WordFeatures(const std::vector<std::string_view>& texts, size_t most) {
  std::vector<uint64_t> words;
  std::vector<uint64_t> pairs;
  for (const auto text : texts) {
    const std::vector<uint64_t> of_text = words_of(text);
    append_each_once(pairs, pairs_of(of_text));
    append_each_once(words, of_text);
  }
  std::vector<Kept> kept;
  keep(kept, std::move(words), 1);
  keep(kept, std::move(pairs), kTextsOfAPair);
  if (kept.size() > most) {
    std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) {
      return a.texts != b.texts ? a.texts > b.texts : a.key < b.key;
    });
    kept.resize(most);
  }
  std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.key < b.key; });
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
