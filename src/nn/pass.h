#pragma once

#include <cstdint>

#include "base/random.h"

namespace sempurna {

enum class Precision { Fp32, Bf16 };

/// How a model is run once: training or evaluation, its precision, and the key of its dropout
/// masks. Masks are a pure function of (seed, place in the model), so a step is the same when
/// repeated.
struct Pass {
  bool training = false;
  Precision precision = Precision::Fp32;
  double head_dropout = 0;       ///< before the classification layer, [0, 1]
  double backbone_dropout = -1;  ///< in place of the checkpoint's own rates when not negative
  uint64_t seed = 0;             ///< of this step

  /// What the backbone drops where the checkpoint's own rate is `own`; 0 unless training.
  double backbone_rate(double own) const {
    if (!training) return 0;
    return backbone_dropout >= 0 ? backbone_dropout : own;
  }
  /// The key of the next dropout mask of this pass.
  uint64_t next_seed() const { return mix(seed, ++places); }
  mutable uint64_t places = 0;
};

}  // namespace sempurna
