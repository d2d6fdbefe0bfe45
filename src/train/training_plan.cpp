#include "train/training_plan.h"

#include "base/error.h"

namespace sempurna {

Precision choose_precision(const std::string& choice, const Bf16& bf16) {
  if (choice == "fp32") return Precision::Fp32;
  if (choice == "auto") return bf16.is_faster() ? Precision::Bf16 : Precision::Fp32;
  if (bf16.supported()) return Precision::Bf16;
  throw Error(Code::InvalidArgument,
              "precision bf16 needs a processor with AVX512-BF16 or AMX, which this one has not; "
              "set precision to auto or fp32");
}

TrainingPlan make_plan(const ParentModel& parent, const Hyperparameters& h, bool fresh_head) {
  TrainingPlan plan;
  plan.task = parent.task;
  plan.hyperparameters = h;
  plan.head_only = h.train_only_top_layer;
  plan.loss = loss_settings(parent.task, h, fresh_head);
  plan.head_dropout = parent.task == Task::ImageClassification || fresh_head ? h.dropout_rate : 0;
  if (plan.head_dropout >= 1) {
    throw Error(Code::InvalidArgument,
                "dropout_rate 1 would hide everything from the classification layer; choose a "
                "value below 1");
  }
  return plan;
}

}  // namespace sempurna
