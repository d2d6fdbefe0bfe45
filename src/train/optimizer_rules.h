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
  std::string_view name;  ///< as the hyperparameter `optimizer` has it
  std::vector<OptimizerSlot> slots;
  void (*apply)(const OptimizerSlice&, const Hyperparameters&, const OptimizerStep&);
};

/// Throws InvalidArgument for an unknown name. The formulas are those of tf.keras.optimizers:
/// epsilon of adam and adamw is added to the root of the uncorrected second moment, that of
/// rmsprop, adagrad and adadelta inside the root.
const OptimizerRule& optimizer_rule(std::string_view name);

}  // namespace sempurna
