#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// How often each word stands in a corpus, words as BERT's uncased tokenizer cuts them.
using WordCounts = std::map<std::string, int64_t>;

/// Adds the words of `texts`.
void count_words(const std::vector<std::string>& texts, int64_t times, WordCounts& counts);

/// A WordPiece vocabulary of at most `size` entries: the five special tokens, every character that
/// is seen at least 20 times, as the beginning of a word and inside one ("##a"), then what merging
/// the most frequent neighbours again and again yields (Sennrich et al. 2016, arXiv:1508.07909).
/// Ties go to the pair that comes first by its letters, so the result is the same every time.
std::vector<std::string> learn_vocabulary(const WordCounts& counts, size_t size);

}  // namespace sempurna
