#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "words/softmax_regression.h"

namespace sempurna {

/// A text as what words it holds: each word, and each pair of neighbours that two texts have, once
/// or more, in lower case, weighted by tf-idf (1 + log of its count, times log((1 + N) / (1 + texts
/// that have it)) + 1) and scaled to length 1. Of a long text the beginning is read. A character of
/// a script that is written without blanks is a word.
class WordFeatures {
 public:
  /// Learns which there are. Of more than `most` the commonest are kept.
  WordFeatures(const std::vector<std::string_view>& texts, size_t most);

  /// Those of another.
  WordFeatures(std::vector<uint64_t> keys, std::vector<float> weights)
      : keys_(std::move(keys)), weights_(std::move(weights)) {}

  size_t columns() const { return weights_.size(); }
  /// Of each column: the hash of its word or pair, ascending, and its weight (idf).
  const std::vector<uint64_t>& keys() const { return keys_; }
  const std::vector<float>& weights() const { return weights_; }
  SparseRows rows(const std::vector<std::string_view>& texts) const;

 private:
  std::vector<uint64_t> keys_;
  std::vector<float> weights_;
};

}  // namespace sempurna
