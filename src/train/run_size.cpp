#include "train/run_size.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>

#include "dataset/finding.h"
#include "train/optimizer.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

// Examples in the epochs among whose batches the heaviest is sought.
constexpr int64_t kMostLookedAt = 2'000'000;

int64_t heaviest(const BatchSource& source, const Batches& batches) {
  int64_t most = 0;
  for (const auto& batch : batches) most = std::max(most, weight_of(source, batch));
  return most;
}

std::string words_of_parameters(const RunSize& s) {
  constexpr int64_t kFew = 50'000;  // no tenth of a million
  const std::string all =
      s.parameters < kFew
          ? counted(s.parameters, "parameters")
          : fmt::format("{:.1f} million parameters", static_cast<double>(s.parameters) / 1e6);
  if (s.trained_parameters >= s.parameters) return all;
  const double percent =
      100 * static_cast<double>(s.trained_parameters) / static_cast<double>(s.parameters);
  return percent < 0.1 ? fmt::format("{}, {} of them trained", all, s.trained_parameters)
                       : fmt::format("{}, {:.1f} % of them trained", all, percent);
}

}  // namespace

int64_t weight_of(const BatchSource& source) {
  int64_t weight = 0;
  for (int64_t k = 0; k < source.size(); ++k) weight += source.weight(k);
  return weight;
}

int64_t heaviest_step(const BatchSource& source, const Hyperparameters& h) {
  int64_t most = 0;
  const int64_t epochs = std::min(h.epochs, 1 + kMostLookedAt / source.size());
  for (int64_t epoch = 0; epoch < epochs; ++epoch) {
    most = std::max(most, heaviest(source, training_batches(source.size(), h.batch_size,
                                                            static_cast<uint64_t>(h.seed),
                                                            static_cast<uint64_t>(epoch))));
  }
  return most;
}

int64_t heaviest_evaluation(const BatchSource& source) {
  return heaviest(source, ordered_batches(source.size(), kEvaluationBatch));
}

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
  std::string text;
  // A model of words alone has a bias for each class beside what was learnt before.
  if (s.parameters > s.classes) text = words_of_parameters(s) + ", on ";
  text += counted(s.training_items, "examples");
  if (s.validation_items > 0) text += fmt::format(" ({} more for validation)", s.validation_items);
  text += ", " + counted(s.epochs, "epochs");
  return s.solved ? text : text + ", " + counted(s.steps, "steps");
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
