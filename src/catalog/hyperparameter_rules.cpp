#include <algorithm>
#include <array>

#include "catalog/hyperparameters.h"
#include "catalog/tasks.h"

namespace sempurna {

namespace {

constexpr std::array<std::string_view, 12> kOfSteps = {
    "learning_rate", "batch_size",      "beta_1",
    "beta_2",        "epsilon",         "momentum",
    "rho",           "dropout_rate",    "initial_accumulator_value",
    "weight_decay",  "regularizers_l2", "warmup_steps_fraction"};

}  // namespace

bool is_of_steps(std::string_view name) {
  return std::find(kOfSteps.begin(), kOfSteps.end(), name) != kOfSteps.end();
}

std::vector<std::string> check_together(Task task, const Hyperparameters& h) {
  const bool solved = h.optimizer == OptimizerKind::Lbfgs;
  const bool adam = h.optimizer == OptimizerKind::Adam || h.optimizer == OptimizerKind::AdamW;
  std::vector<std::string> faults;
  facts_of(task).check(h, faults);
  if (solved && !h.train_only_top_layer) {
    faults.emplace_back(
        "optimizer lbfgs solves for the classification layer alone; set train_only_top_layer to "
        "True, or choose another optimizer");
  }
  if (adam && (h.beta_1 >= 1 || h.beta_2 >= 1)) {
    faults.push_back(fmt::format("{} with {} 1 would never take a step; choose a value below 1",
                                 name(h.optimizer), h.beta_1 >= 1 ? "beta_1" : "beta_2"));
  }
  // The solver drops nothing.
  if (h.dropout_rate >= 1 && !solved) {
    faults.emplace_back(
        "dropout_rate 1 would hide everything from the classification layer; choose a value below "
        "1");
  }
  if (h.validation_split_ratio >= 1) {
    faults.emplace_back(
        "validation_split_ratio 1 leaves nothing to train on; choose a value below 1");
  }
  return faults;
}

void check_validation(const Hyperparameters& h, bool validation) {
  if (!h.early_stopping || validation) return;
  throw Error(Code::InvalidArgument,
              "early_stopping watches the validation data, but there is none; give a validation "
              "channel or a validation_split_ratio above 0, or set early_stopping to False");
}

void check_channels(const Hyperparameters& h, const std::vector<std::string>& channels) {
  const bool given = std::find(channels.begin(), channels.end(), "validation") != channels.end();
  check_validation(h, given || h.validation_split_ratio > 0);
}

}  // namespace sempurna
