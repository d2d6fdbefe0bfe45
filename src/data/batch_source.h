#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/batch.h"

namespace sempurna {

/// A data set's examples, made into batches in any order. Safe to call from several threads.
class BatchSource {
 public:
  virtual ~BatchSource() = default;

  virtual int64_t size() const = 0;
  /// Class indices, by position.
  virtual const std::vector<int64_t>& labels() const = 0;
  /// How much of a batch an example makes up, beside others: tokens of a text, 1 of a picture.
  virtual int64_t weight(int64_t /*position*/) const { return 1; }
  /// The examples at these positions, labels included. With `augment` each is changed at random, as
  /// a pure function of (the source's seed, epoch, position).
  virtual Batch batch(std::span<const int64_t> positions, uint64_t epoch, bool augment) const = 0;
};

}  // namespace sempurna
