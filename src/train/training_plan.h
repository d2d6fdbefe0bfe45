#pragma once

#include "train/parent_model.h"
#include "train/training_step.h"

namespace sempurna {

/// How a job trains its model, but for the precision.
TrainingPlan make_plan(const ParentModel& parent, const Hyperparameters& h, bool fresh_head);

}  // namespace sempurna
