#pragma once

#include <algorithm>
#include <functional>

#include "data/batch_source.h"
#include "dataset/dataset.h"
#include "text/tokenizer.h"

namespace sempurna {

/// What words alone say of each text, [texts, outputs].
struct TextScores {
  std::vector<float> values;
  int64_t outputs = 0;  ///< 0: nothing is said
};

/// Texts, tokenised once when it is made and kept as ids.
class TextSource : public BatchSource {
 public:
  /// `max_length` counts special tokens too. `progress` may be empty;
  /// it is called from one thread at a time.
  TextSource(const TextDataset& dataset, const Tokenizer& tokenizer, size_t max_length, int threads,
             const std::function<void(int64_t done, int64_t total)>& progress = {},
             TextScores scores = {});

  int64_t size() const override { return static_cast<int64_t>(labels_.size()); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  /// Its tokens; 1 of a text that has none.
  int64_t weight(int64_t position) const override { return std::max<int64_t>(1, tokens(position)); }
  Batch make(std::span<const int64_t> positions) const override;
  /// Texts have no augmentation: `epoch` and `augment` change nothing.
  void fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch, bool augment) const override;

 private:
  int64_t tokens(int64_t position) const {
    const auto i = static_cast<size_t>(position);
    return static_cast<int64_t>(starts_.at(i + 1) - starts_[i]);
  }

  std::vector<int32_t> ids_;
  std::vector<size_t> starts_;  ///< of each text in ids_, and the end
  std::vector<int64_t> labels_;
  TextScores scores_;
};

}  // namespace sempurna
