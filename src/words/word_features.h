#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "words/softmax_regression.h"

namespace sempurna {

/// A text as what words it holds: each word, each pair of neighbours that two texts have and, with
/// parts, each part of a word that two texts have (word_terms.h), weighted by tf-idf (1 + log of
/// its count, times log((1 + N) / (1 + texts that have it)) + 1); words and pairs are scaled to
/// length 1, parts beside them to 0.7.
class WordFeatures {
 public:
  /// Learns which there are. Of more than `most` the commonest are kept, of words and pairs first.
  WordFeatures(const std::vector<std::string_view>& texts, size_t most, bool with_parts);

  /// Those of another.
  WordFeatures(std::vector<uint64_t> keys, std::vector<float> weights, bool with_parts)
      : with_parts_(with_parts), keys_(std::move(keys)), weights_(std::move(weights)) {}

  bool with_parts() const { return with_parts_; }
  size_t columns() const { return weights_.size(); }
  /// Of each column: the hash of its term, ascending, and its weight (idf).
  const std::vector<uint64_t>& keys() const { return keys_; }
  const std::vector<float>& weights() const { return weights_; }
  SparseRows rows(const std::vector<std::string_view>& texts) const;

 private:
  bool with_parts_;
  std::vector<uint64_t> keys_;
  std::vector<float> weights_;
};

}  // namespace sempurna
