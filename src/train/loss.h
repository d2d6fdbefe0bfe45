#pragma once

#include <cstdint>

#include "tensor/tensor.h"

namespace sempurna {

/// What is minimised.
struct LossSettings {
  bool binary = false;         ///< one logit an example: sigmoid in place of softmax
  double label_smoothing = 0;  ///< [0, 1]
  double l2 = 0;               ///< on the weight of the classification layer
};

/// The mean over the batch of the cross-entropy, a single fp32 number.
///
/// logits [B, K] or [B, 1] when binary, labels [B] int64 in [0, K) or {0, 1}. With smoothing s the
/// target is 1 - s + s/K for the true class and s/K for the others; when binary y (1 - s) + s/2.
/// Source: tf.keras.losses.CategoricalCrossentropy and BinaryCrossentropy with from_logits.
Tensor cross_entropy(const Tensor& logits, const Tensor& labels, const LossSettings& settings);

/// l2 times the sum of the squared weights. Source: tf.keras.regularizers.L2.
Tensor l2_penalty(const Tensor& classification_weight, double l2);

}  // namespace sempurna
