#include "train/training_plan.h"

#include "train/tasks.h"

namespace sempurna {

TrainingPlan make_plan(const ParentModel& parent, const Hyperparameters& h, bool fresh_head) {
  TrainingPlan plan;
  plan.task = parent.task;
  plan.hyperparameters = h;
  plan.head_only = h.train_only_top_layer;
  const TaskTraining& task = training_of(parent.task);
  plan.loss = task.loss(h, fresh_head);
  plan.head_dropout = task.drops_before_kept_head || fresh_head ? h.dropout_rate : 0;
  if (h.optimizer == OptimizerKind::Lbfgs) {
    // It has a penalty of its own, and nothing random.
    plan.loss.l2 = 0;
    plan.head_dropout = 0;
  }
  return plan;
}

}  // namespace sempurna
