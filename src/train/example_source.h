#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/batch.h"
#include "tensor/world.h"

namespace sempurna {

/// What one step is computed from: a batch for the whole model, or features for its head; on the
/// model's device.
struct Examples {
  Batch batch;      ///< used when there are no features
  Tensor features;  ///< [B, F] fp32, or undefined
  Tensor labels;    ///< [B] int64

  int64_t size() const { return labels.size(0); }
};

/// The positions in a data set that make up each step of a pass.
using Batches = std::vector<std::vector<int64_t>>;

/// A data set that is gone through in passes.
class ExampleSource {
 public:
  virtual ~ExampleSource() = default;
  virtual int64_t size() const = 0;
  /// Class indices, by position.
  virtual const std::vector<int64_t>& labels() const = 0;
  /// How much of a batch an example makes up, beside others: tokens of a text, 1 of a picture.
  virtual int64_t weight(int64_t /*position*/) const { return 1; }
  /// Starts a pass over these batches; next() gives them in turn. `epoch` and the position decide
  /// the random changes of `augment`. What is left of the pass before is dropped.
  virtual void begin(Batches batches, uint64_t epoch, bool augment) = 0;
  virtual Examples next() = 0;
};

/// The batches of a training epoch: every position once, in an order that is a pure function of
/// (seed, epoch). The last batch may be smaller; when it would hold a single example, that one
/// joins the batch before, because batch norm cannot normalise one example against itself.
Batches training_batches(int64_t size, int64_t batch_size, uint64_t seed, uint64_t epoch);

/// Of all examples of a batch.
template <typename Source>
int64_t weight_of(const Source& source, const std::vector<int64_t>& batch) {
  int64_t weight = 0;
  for (const int64_t position : batch) weight += source.weight(position);
  return weight;
}

/// What a rank takes of each batch; of one smaller than the world, maybe nothing.
Batches share_of(const World& world, Batches batches);

/// The positions in their own order.
Batches ordered_batches(int64_t size, int64_t batch_size);

}  // namespace sempurna
