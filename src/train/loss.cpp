#include "train/loss.h"

#include <ATen/ATen.h>

namespace sempurna {

Tensor cross_entropy(const Tensor& logits, const Tensor& labels, const LossSettings& settings) {
  const double s = settings.label_smoothing;
  if (settings.binary) {
    const Tensor x = logits.reshape({-1});
    const Tensor target = labels.to(at::kFloat) * (1 - s) + s / 2;
    // log(1 + e^x) - x y, written so that no x overflows.
    return (at::relu(x) - x * target + at::log1p(at::exp(-at::abs(x)))).mean();
  }
  const Tensor log_p = at::log_softmax(logits, 1);
  const Tensor wanted = -log_p.gather(1, labels.unsqueeze(1)).mean();
  if (s == 0) return wanted;
  return wanted * (1 - s) - log_p.mean() * s;
}

Tensor l2_penalty(const Tensor& classification_weight, double l2) {
  return at::square(classification_weight).sum() * l2;
}

}  // namespace sempurna
