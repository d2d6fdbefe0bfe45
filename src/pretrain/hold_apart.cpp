#include "pretrain/hold_apart.h"

#include <set>
#include <unordered_map>

#include "base/error.h"
#include "pretrain/word_cutter.h"

namespace sempurna {

namespace {

/// Of two texts' different words, the shared ones among all (Jaccard's index) from which they count
/// as one text.
constexpr double kAlike = 0.3;

using Words = std::set<std::string>;

std::vector<Words> words_of(const WordCutter& cut, const std::vector<std::string>& texts) {
  std::vector<Words> all;
  for (const auto& text : texts) {
    Words& words = all.emplace_back();
    for (auto& word : cut(text)) words.insert(std::move(word));
  }
  return all;
}

}  // namespace

Texts hold_apart(const Texts& from, const std::vector<std::string>& others) {
  ensure(from.pairs.empty(), "texts whose neighbours are not looked at");
  std::vector<std::string> all = from.texts;
  all.insert(all.end(), others.begin(), others.end());
  const WordCutter cut(all);
  const std::vector<Words> held = words_of(cut, others);
  std::unordered_map<std::string, std::vector<size_t>> holding;
  for (size_t i = 0; i < held.size(); ++i) {
    for (const auto& word : held[i]) holding[word].push_back(i);
  }
  const auto is_alike = [&](const Words& words) {
    std::unordered_map<size_t, size_t> shared;
    for (const auto& word : words) {
      const auto found = holding.find(word);
      if (found == holding.end()) continue;
      for (const size_t i : found->second) ++shared[i];
    }
    for (const auto& [i, count] : shared) {
      const size_t either = words.size() + held[i].size() - count;
      if (static_cast<double>(count) >= kAlike * static_cast<double>(either)) return true;
    }
    return false;
  };
  Texts kept;
  const std::vector<Words> words = words_of(cut, from.texts);
  for (size_t i = 0; i < words.size(); ++i) {
    if (is_alike(words[i])) continue;
    kept.texts.push_back(from.texts[i]);
    if (!from.labels.empty()) kept.labels.push_back(from.labels[i]);
  }
  return kept;
}

}  // namespace sempurna
