#pragma once

#include <cstdint>

#include "kernels/conv_norm.h"
#include "nn/parameters.h"

namespace sempurna {

struct BatchNormOptions {
  double eps = 1e-5;
  double momentum = 0.1;  ///< the share of the batch in the new running values, as PyTorch has it
};

/// Batch normalisation over all but the channels; its tensors are "weight", "bias", "running_mean",
/// "running_var" and the counter "num_batches_tracked".
///
/// Some published checkpoints were folded: their weights hold the statistics, and the normalisation
/// is left as the identity, mean 0 and variance 1. Training normalises by the batch instead and
/// would throw away the very function that is to be fine-tuned. So the first training batch of such
/// a layer takes the statistics out again: running values, weight and bias become what leaves the
/// layer's function as it is on that batch. That depends on the tensors and the batch alone.
class BatchNorm {
 public:
  BatchNorm() = default;
  BatchNorm(const ParameterSource& source, int64_t channels, BatchNormOptions options);

  /// Whether this is a folded checkpoint's identity, to be unfolded before training.
  bool folded() const;
  /// x [B, C, Y, X]: what the layer is given.
  void unfold(const Tensor& x) const;

  /// For the kernels: by the running values, or, `by_batch`, by the batch, which is then counted.
  kernels::Norm run(bool by_batch) const;

 private:
  BatchNormOptions options_;
  Tensor weight_;
  Tensor bias_;
  Tensor running_mean_;
  Tensor running_var_;
  Tensor batches_;
};

}  // namespace sempurna
