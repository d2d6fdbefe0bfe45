#include "train/run_size.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include "dataset/finding.h"
#include "train/optimizer.h"

namespace sempurna {

Json to_json(const RunSize& s) {
  return {{"parameters", s.parameters},
          {"trained_parameters", s.trained_parameters},
          {"training_items", s.training_items},
          {"validation_items", s.validation_items},
          {"test_items", s.test_items},
          {"epochs", s.epochs},
          {"steps", s.steps}};
}

std::string words(const RunSize& s) {
  std::string text =
      fmt::format("{:.1f} million parameters", static_cast<double>(s.parameters) / 1e6);
  if (s.trained_parameters < s.parameters) {
    text +=
        fmt::format(", {:.1f} % of them trained,", 100 * static_cast<double>(s.trained_parameters) /
                                                       static_cast<double>(s.parameters));
  }
  text += fmt::format(" on {}", counted(s.training_items, "examples"));
  if (s.validation_items > 0) text += fmt::format(" ({} more for validation)", s.validation_items);
  return text + ", " + counted(s.epochs, "epochs") + ", " + counted(s.steps, "steps");
}

RunSize size_of_model(const Model& model, bool head_only) {
  RunSize size;
  for (const auto& parameter : model.parameters()) {
    if (parameter.buffer) continue;
    size.parameters += parameter.tensor.numel();
    if (!head_only || parameter.part == Part::Head) {
      size.trained_parameters += parameter.tensor.numel();
    }
  }
  return size;
}

uint64_t held_bytes(int64_t trained, const TrainingPlan& plan) {
  return static_cast<uint64_t>(trained) * sizeof(float) *
         static_cast<uint64_t>(1 + Optimizer::slots(plan.hyperparameters.optimizer));
}

}  // namespace sempurna
