#pragma once

#include <string>
#include <utility>
#include <vector>

#include "catalog/hyperparameters.h"
#include "nn/parameters.h"
#include "train/optimizer_rules.h"

namespace sempurna {

/// A tensor under a name that is its own within one list.
using NamedTensor = std::pair<std::string, Tensor>;

/// Turns the gradients of parameters into steps, in place. The result does not depend on the number
/// of threads. The loops are for the host's memory: what lies on another device is fetched for them
/// and brought back.
class Optimizer {
 public:
  /// `trained` are contiguous fp32 leaves; biases and norms (less than two dimensions) are left out
  /// of adamw's weight decay.
  Optimizer(const Hyperparameters& h, std::vector<Parameter> trained);

  /// One step. A parameter without a gradient keeps its value and what is remembered of it.
  void step(double learning_rate);
  void clear_gradients();
  /// Whether no gradient has an infinite value or one that is no number.
  bool gradients_are_finite() const;

  /// What must be saved to continue: "momentum.<parameter>" and so on, the very tensors that
  /// step() changes; and the number of steps made.
  const std::vector<NamedTensor>& state() const { return state_; }
  int64_t steps() const { return steps_; }
  void set_steps(int64_t steps) { steps_ = steps; }

  /// Bytes that state() takes for each byte of trained parameters.
  static int64_t slots(OptimizerKind optimizer);

 private:
  Hyperparameters h_;
  const OptimizerRule& rule_;
  std::vector<Parameter> trained_;
  std::vector<NamedTensor> state_;  ///< slot by slot for each parameter in turn
  int64_t steps_ = 0;
};

}  // namespace sempurna
