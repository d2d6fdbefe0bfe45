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
  /// Room for the examples at these positions, labels aside.
  virtual Batch make(std::span<const int64_t> positions) const = 0;
  /// Puts one example into it: that at `position`, in place `k`. With `augment` it is changed at
  /// random, as a pure function of (the source's seed, epoch, position). Several threads may fill
  /// different places of one batch.
  virtual void fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch,
                    bool augment) const = 0;

  /// Room for these examples, with their labels.
  Batch make_labelled(std::span<const int64_t> positions) const;
  /// All of that in turn.
  Batch batch(std::span<const int64_t> positions, uint64_t epoch, bool augment) const;
};

}  // namespace sempurna
