#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "baseline/softmax_regression.h"

namespace sempurna {

/// A text as what words it holds: each word and each pair of neighbours once or more, in lower
/// case, weighted by tf-idf (1 + log of its count, times log((1 + N) / (1 + texts that have it)) +
/// 1) and scaled to length 1. Of a long text the beginning is read. A character of a script that is
/// written without blanks is a word.
class WordFeatures {
 public:
  /// Learns which there are. Of more than `most` the commonest are kept.
  WordFeatures(const std::vector<std::string_view>& texts, size_t most);

  size_t columns() const { return weights_.size(); }
  SparseRows rows(const std::vector<std::string_view>& texts) const;

 private:
  std::vector<uint64_t> keys_;  ///< column → a hash of the word or pair, ascending
  std::vector<float> weights_;  ///< column → idf
};

}  // namespace sempurna
