#include "words/word_features.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "words/word_terms.h"

namespace sempurna {

namespace {

// A pair or a part that one text alone has costs as much as any other and tells nothing that its
// words do not (docs/results.md).
constexpr int64_t kTextsOfATerm = 2;
constexpr double kShareOfParts = 0.7;

/// How often each term occurs, in the order of their hashes.
std::vector<std::pair<uint64_t, int>> counts_of(std::string_view text, bool with_parts) {
  WordTerms terms = terms_of(text, with_parts);
  std::vector<uint64_t>& all = terms.words;
  all.insert(all.end(), terms.pairs.begin(), terms.pairs.end());
  all.insert(all.end(), terms.parts.begin(), terms.parts.end());
  std::sort(all.begin(), all.end());
  std::vector<std::pair<uint64_t, int>> counts;
  for (const uint64_t key : all) {
    if (counts.empty() || counts.back().first != key) counts.emplace_back(key, 0);
    ++counts.back().second;
  }
  return counts;
}

/// A term, and how many texts have it.
struct Kept {
  int64_t texts;
  uint64_t key;
};

void append_each_once(std::vector<uint64_t>& all, std::vector<uint64_t> of_text) {
  std::sort(of_text.begin(), of_text.end());
  all.insert(all.end(), of_text.begin(), std::unique(of_text.begin(), of_text.end()));
}

/// Of those from `begin` on the commonest, so that there are `most` in all.
void keep_commonest(std::vector<Kept>& kept, size_t begin, size_t most) {
  if (kept.size() <= most) return;
  std::sort(kept.begin() + static_cast<std::ptrdiff_t>(begin), kept.end(),
            [](const Kept& a, const Kept& b) {
              return a.texts != b.texts ? a.texts > b.texts : a.key < b.key;
            });
  kept.resize(std::max(begin, most));
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

WordFeatures::WordFeatures(const std::vector<std::string_view>& texts, size_t most, bool with_parts)
    : with_parts_(with_parts) {
  std::vector<uint64_t> words;
  std::vector<uint64_t> pairs;
  std::vector<uint64_t> parts;
  for (const auto text : texts) {
    WordTerms terms = terms_of(text, with_parts);
    append_each_once(words, std::move(terms.words));
    append_each_once(pairs, std::move(terms.pairs));
    append_each_once(parts, std::move(terms.parts));
  }
  // Parts have what words and pairs leave.
  std::vector<Kept> kept;
  keep(kept, std::move(words), 1);
  keep(kept, std::move(pairs), kTextsOfATerm);
  keep_commonest(kept, 0, most);
  const size_t before_parts = kept.size();
  keep(kept, std::move(parts), kTextsOfATerm);
  keep_commonest(kept, before_parts, most);
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
    std::array<double, 2> squares{};  // of words and pairs, and of parts
    const auto kind = [&](uint64_t key) { return with_parts_ && (key & kPartBit) != 0 ? 1 : 0; };
    for (const auto& [key, count] : counts_of(text, with_parts_)) {
      const auto found = std::lower_bound(keys_.begin(), keys_.end(), key);
      if (found == keys_.end() || *found != key) continue;
      const auto column = static_cast<size_t>(found - keys_.begin());
      const float value = (1 + std::log(static_cast<float>(count))) * weights_[column];
      rows.add(static_cast<uint32_t>(column), value);
      squares[kind(key)] += double{value} * double{value};
    }
    const std::array<float, 2> lengths = {
        static_cast<float>(std::sqrt(std::max(squares[0], 1e-12))),
        static_cast<float>(std::sqrt(std::max(squares[1], 1e-12)) / kShareOfParts)};
    for (size_t k = begin; k < rows.values.size(); ++k)
      rows.values[k] /= lengths[kind(keys_[rows.columns[k]])];
    rows.end_row();
  }
  return rows;
}

}  // namespace sempurna
