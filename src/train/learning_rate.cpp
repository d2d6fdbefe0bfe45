#include "train/learning_rate.h"

#include <cmath>

namespace sempurna {

double learning_rate_at(const Hyperparameters& h, int64_t step, int64_t total) {
  if (h.optimizer != OptimizerKind::AdamW) return h.learning_rate;
  const auto warmup =
      static_cast<int64_t>(std::floor(h.warmup_steps_fraction * static_cast<double>(total)));
  if (step < warmup) {
    return h.learning_rate * static_cast<double>(step + 1) / static_cast<double>(warmup);
  }
  return h.learning_rate * static_cast<double>(total - step) / static_cast<double>(total - warmup);
}

}  // namespace sempurna
