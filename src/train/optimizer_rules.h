#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "catalog/hyperparameters.h"

namespace sempurna {

/// The same stretch of a parameter, its gradient, and what the optimizer remembers of it.
struct OptimizerSlice {
  float* value;
  const float* gradient;
  float* slots[2];
  int64_t count;
};

/// What holds for all parameters in one step.
struct OptimizerStep {
  double learning_rate;
  int64_t number;       ///< from 1
  double weight_decay;  ///< decoupled; 0 where it does not apply
};

/// One remembered tensor for each parameter, and the value it starts with.
struct OptimizerSlot {
  std::string_view name;
  double Hyperparameters::*start = nullptr;  ///< null: zero
};

/// One way of turning gradients into steps.
struct OptimizerRule {
  OptimizerKind kind;
  std::vector<OptimizerSlot> slots;
  void (*apply)(const OptimizerSlice&, const Hyperparameters&, const OptimizerStep&);
};

/// The formulas are those of tf.keras.optimizers:
/// epsilon of adam and adamw is added to the root of the uncorrected second moment, that of
/// rmsprop, adagrad and adadelta inside the root.
const OptimizerRule& optimizer_rule(OptimizerKind kind);

}  // namespace sempurna
