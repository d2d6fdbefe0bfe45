#include "pretrain/learn_vocabulary.h"

#include <queue>
#include <set>
#include <unordered_map>

#include "pretrain/word_cutter.h"

namespace sempurna {

namespace {

constexpr int64_t kRareCharacter = 20;

std::string joined(const std::string& left, const std::string& right) {
  return left + (right.starts_with(kInside) ? right.substr(kInside.size()) : right);
}

struct Word {
  std::vector<int32_t> symbols;
  int64_t count;
};

using Pair = std::pair<int32_t, int32_t>;

/// Symbols, the words made of them, and how often which two stand side by side.
class Merger {
 public:
  explicit Merger(const WordCounts& counts) {
    for (const auto& [text, count] : counts) {
      Word word{{}, count};
      for (const auto& character : characters(text)) {
        word.symbols.push_back(
            symbol(word.symbols.empty() ? character : std::string(kInside) + character));
      }
      words_.push_back(std::move(word));
    }
    for (size_t w = 0; w < words_.size(); ++w) add_pairs(w, 1);
    for (const auto& [pair, count] : pairs_) queue_.push(entry(pair, count));
  }

  /// Merges the most frequent pair and returns the new symbol, or nothing when no pair is left.
  std::string merge() {
    while (!queue_.empty()) {
      const Entry best = queue_.top();
      queue_.pop();
      // Counts change behind the queue's back: an old entry is put back with what holds now.
      const int64_t now = pairs_[best.pair];
      if (now != best.count) {
        if (now > 0) queue_.push(entry(best.pair, now));
        continue;
      }
      if (now < 2) return {};
      return apply(best.pair);
    }
    return {};
  }

 private:
  struct Entry {
    int64_t count;
    std::string name;
    Pair pair;
    bool operator<(const Entry& other) const {
      return count != other.count ? count < other.count : name > other.name;
    }
  };

  int32_t symbol(const std::string& text) {
    const auto [at, fresh] = index_.emplace(text, static_cast<int32_t>(symbols_.size()));
    if (fresh) symbols_.push_back(text);
    return at->second;
  }

  Entry entry(Pair pair, int64_t count) const {
    return {count,
            symbols_[static_cast<size_t>(pair.first)] + " " +
                symbols_[static_cast<size_t>(pair.second)],
            pair};
  }

  void add_pairs(size_t w, int64_t sign) {
    const Word& word = words_[w];
    for (size_t i = 0; i + 1 < word.symbols.size(); ++i) {
      const Pair pair{word.symbols[i], word.symbols[i + 1]};
      pairs_[pair] += sign * word.count;
      if (sign > 0) where_[pair].insert(w);
    }
  }

  std::string apply(Pair pair) {
    const std::string made = joined(symbols_[static_cast<size_t>(pair.first)],
                                    symbols_[static_cast<size_t>(pair.second)]);
    const int32_t id = symbol(made);
    const std::set<size_t> affected = std::move(where_[pair]);
    where_.erase(pair);
    std::set<Pair> touched;
    for (const size_t w : affected) {
      add_pairs(w, -1);
      auto& symbols = words_[w].symbols;
      std::vector<int32_t> merged;
      for (size_t i = 0; i < symbols.size(); ++i) {
        if (i + 1 < symbols.size() && symbols[i] == pair.first && symbols[i + 1] == pair.second) {
          merged.push_back(id);
          ++i;
        } else {
          merged.push_back(symbols[i]);
        }
      }
      symbols = std::move(merged);
      add_pairs(w, 1);
      for (size_t i = 0; i + 1 < symbols.size(); ++i) {
        if (symbols[i] == id || symbols[i + 1] == id) touched.insert({symbols[i], symbols[i + 1]});
      }
    }
    pairs_.erase(pair);
    for (const Pair& fresh : touched) queue_.push(entry(fresh, pairs_[fresh]));
    return made;
  }

  std::vector<Word> words_;
  std::vector<std::string> symbols_;
  std::unordered_map<std::string, int32_t> index_;
  std::map<Pair, int64_t> pairs_;
  std::map<Pair, std::set<size_t>> where_;
  std::priority_queue<Entry> queue_;
};

}  // namespace

void count_words(const std::vector<std::string>& texts, int64_t times, WordCounts& counts) {
  const WordCutter cutter(texts);
  for (const auto& text : texts) {
    for (auto& word : cutter(text)) counts[std::move(word)] += times;
  }
}

std::vector<std::string> learn_vocabulary(const WordCounts& counts, size_t size) {
  std::map<std::string, int64_t> seen;
  for (const auto& [word, count] : counts) {
    for (const auto& character : characters(word)) seen[character] += count;
  }
  std::vector<std::string> vocabulary = {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
  std::set<std::string> known(vocabulary.begin(), vocabulary.end());
  for (const std::string_view prefix : {std::string_view(), kInside}) {
    for (const auto& [character, count] : seen) {
      const std::string entry = std::string(prefix) + character;
      if (count >= kRareCharacter && known.insert(entry).second) vocabulary.push_back(entry);
    }
  }
  Merger merger(counts);
  while (vocabulary.size() < size) {
    const std::string made = merger.merge();
    if (made.empty()) break;
    if (known.insert(made).second) vocabulary.push_back(made);
  }
  return vocabulary;
}

}  // namespace sempurna
