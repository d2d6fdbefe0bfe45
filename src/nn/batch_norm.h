#pragma once

#include <cstdint>

#include "kernels/activation.h"
#include "nn/parameters.h"
#include "nn/pass.h"

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

  /// activation(norm(x) + residual), x [B, C, Y, X] fp32 or bf16; residual like x or undefined. Of
  /// a single value a channel there is no variance: then training, too, uses the running values.
  Tensor operator()(const Tensor& x, const Pass& pass, kernels::Activation activation,
                    const Tensor& residual) const;

  const Tensor& weight() const { return weight_; }
  const Tensor& bias() const { return bias_; }
  const Tensor& running_mean() const { return running_mean_; }
  const Tensor& running_var() const { return running_var_; }
  double eps() const { return options_.eps; }

 private:
  bool folded() const;
  void unfold(const Tensor& x) const;

  BatchNormOptions options_;
  Tensor weight_;
  Tensor bias_;
  Tensor running_mean_;
  Tensor running_var_;
  Tensor batches_;
};

}  // namespace sempurna
