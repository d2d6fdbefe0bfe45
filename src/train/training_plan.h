#pragma once

#include "train/parent_model.h"
#include "train/training_step.h"

namespace sempurna {

/// How a job trains its model, but for the precision. Throws InvalidArgument for a dropout_rate
/// with which nothing can be learnt.
TrainingPlan make_plan(const ParentModel& parent, const Hyperparameters& h, bool fresh_head);

}  // namespace sempurna
