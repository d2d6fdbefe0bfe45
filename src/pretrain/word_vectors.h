#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/files.h"
#include "pretrain/learn_vocabulary.h"
#include "tensor/tensor.h"
#include "text/tokenizer.h"

namespace sempurna {

/// Vectors of words, of unit length.
class WordVectors {
 public:
  /// No vectors.
  WordVectors() = default;
  /// A text file with a word and its values a line, as GloVe's are (Pennington et al. 2014), of the
  /// words that are in `counts`, which also say how much each says of a text. Throws DataCorrupt
  /// naming file and line where lines have different numbers of values.
  WordVectors(const fs::path& file, const WordCounts& counts);

  bool empty() const { return index_.empty(); }
  int64_t width() const { return width_; }

  /// The vector of one word, or an empty span.
  std::span<const float> find(const std::string& word) const;
  /// What `words` say together, of unit length: the mean of their vectors, frequent words counting
  /// less (Arora et al. 2017, "A simple but tough-to-beat baseline for sentence embeddings"); zeros
  /// where none has a vector. Appended to `all`.
  void add_mean(std::span<const std::string> words, std::vector<float>& all) const;

 private:
  int64_t width_ = 0;
  std::unordered_map<std::string, size_t> index_;
  std::vector<float> values_;
  std::vector<float> weights_;  ///< of each word
};

/// Lets an embedding [V, D] begin as the vectors turned into D dimensions: a token of a word as the
/// word, a piece as the words of `counts` that it is in. Tokens without any stay as they are.
void begin_with(const WordVectors& vectors, const WordCounts& counts, const Tokenizer& tokenizer,
                const Tensor& embedding, uint64_t seed);

}  // namespace sempurna
