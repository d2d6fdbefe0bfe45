#pragma once

#include <string>

#include "kernels/bf16.h"
#include "train/parent_model.h"
#include "train/training_step.h"

namespace sempurna {

/// What the processor can do with bf16; not asked before it matters, because the answer takes time.
struct Bf16 {
  bool (*supported)() = kernels::bf16_supported;
  bool (*is_faster)() = kernels::bf16_is_faster;
};

/// The arithmetic that the hyperparameter `precision` chooses. Throws InvalidArgument for bf16 on a
/// processor without it.
Precision choose_precision(const std::string& choice, const Bf16& bf16 = {});

/// How a job trains its model, but for the precision. Throws InvalidArgument for a dropout_rate
/// with which nothing can be learnt.
TrainingPlan make_plan(const ParentModel& parent, const Hyperparameters& h, bool fresh_head);

}  // namespace sempurna
