#include "train/training_plan.h"

#include "base/error.h"

namespace sempurna {

TrainingPlan make_plan(const ParentModel& parent, const Hyperparameters& h, bool fresh_head) {
  TrainingPlan plan;
  plan.task = parent.task;
  plan.hyperparameters = h;
  plan.head_only = h.train_only_top_layer;
  plan.loss = loss_settings(parent.task, h, fresh_head);
  plan.head_dropout = parent.task == Task::ImageClassification || fresh_head ? h.dropout_rate : 0;
  if (h.optimizer == kExactSolver) {
    // It has a penalty of its own, and nothing random.
    plan.loss.l2 = 0;
    plan.head_dropout = 0;
  }
  if (plan.head_dropout >= 1) {
    throw Error(Code::InvalidArgument,
                "dropout_rate 1 would hide everything from the classification layer; choose a "
                "value below 1");
  }
  return plan;
}

}  // namespace sempurna
