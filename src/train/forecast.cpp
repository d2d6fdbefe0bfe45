#include "train/forecast.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "train/feature_store.h"
#include "train/machine_memory.h"
#include "train/solve_head.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

// Around the middle estimate: other load on the machine and texts of other lengths.
constexpr double kLow = 0.8;
constexpr double kHigh = 1.4;
// Reading weights, the final evaluation's bookkeeping, writing the model.
constexpr double kOverheadSeconds = 2;
// Where blocks of memory happen to lie differs: 17 of 18 runs took at most 1.3 % more than what is
// reckoned, one of many epochs 9 % (docs/results.md).
constexpr double kMemoryMargin = 1.09;

}  // namespace

Forecast forecast(const RunSize& size, const Trial& trial, const TrainingPlan& plan) {
  Forecast f;
  // Every thread computes and every thread loads, so that their times add up.
  const auto examples = static_cast<double>(trial.examples);
  const double step_item = trial.step_seconds / examples;
  const double load_item = trial.load_seconds / examples;
  const double reload_item = trial.reload_seconds / examples;
  const auto training = static_cast<double>(size.training_items);
  const auto validation = static_cast<double>(size.validation_items);
  const auto test = static_cast<double>(size.test_items);
  const auto epochs = static_cast<double>(size.epochs);
  double seconds = kOverheadSeconds + epochs * trial.save_seconds;
  seconds += (epochs + 1) * validation * trial.forward_seconds;
  if (plan.head_only) {
    const auto passes = static_cast<double>(size.feature_rows) + validation + test;
    seconds += passes * (step_item + load_item) +
               static_cast<double>(size.steps) * trial.head_step_seconds;
  } else {
    // The first pass makes the batches from the files, later ones from what was kept.
    seconds += (training + validation) * (load_item - reload_item) +
               epochs * (training * (step_item + reload_item) + validation * reload_item) +
               test * (trial.forward_seconds + load_item);
  }
  f.minutes_low = kLow * seconds / 60;
  f.minutes_high = kHigh * seconds / 60;
  const uint64_t weights = static_cast<uint64_t>(size.parameters) * sizeof(float);
  const uint64_t changing =
      plan.head_only ? static_cast<uint64_t>(size.trained_parameters) * sizeof(float) : weights;
  const uint64_t slots = held_bytes(size.trained_parameters, plan) -
                         static_cast<uint64_t>(size.trained_parameters) * sizeof(float);
  const uint64_t row = static_cast<uint64_t>(trial.feature_width) * sizeof(float);
  const uint64_t features = static_cast<uint64_t>(size.feature_rows + size.validation_items) * row;
  const int64_t chunk = FeatureStore::chunk_rows(evaluation_batch(plan.hyperparameters));
  const uint64_t computed = static_cast<uint64_t>(std::min(chunk, size.training_items)) * row;
  const auto probabilities =
      static_cast<uint64_t>(std::max(size.validation_items, size.test_items) * size.classes) *
      sizeof(double);
  const uint64_t solver = plan.hyperparameters.optimizer == OptimizerKind::Lbfgs
                              ? HeadSolver::bytes(size.trained_parameters)
                              : 0;
  // A checkpoint is written from copies while the next epoch's steps run. The best epoch and kept
  // features are read from files, whose pages count.
  const uint64_t copies = size.epochs > 1 ? changing + slots : changing;
  const uint64_t beside = copies + features + computed + probabilities + solver;
  f.memory_bytes =
      static_cast<uint64_t>(kMemoryMargin * static_cast<double>(trial.peak_bytes + beside));
  // Two checkpoints and the best epoch of an earlier one; the model and, before any of it goes, its
  // archive, which hardly gets smaller.
  f.disk_bytes = 3 * changing + 2 * slots + 2 * weights + size.cache_bytes + features;
  return f;
}

Json to_json(const Forecast& f) {
  return {{"minutes_low", f.minutes_low},
          {"minutes_high", f.minutes_high},
          {"memory_bytes", f.memory_bytes},
          {"disk_bytes", f.disk_bytes}};
}

std::string words(const Forecast& f) {
  const auto time = f.minutes_high < 1.5
                        ? fmt::format("{:.0f} to {:.0f} seconds", std::ceil(60 * f.minutes_low),
                                      std::ceil(60 * f.minutes_high))
                        : fmt::format("{:.0f} to {:.0f} minutes", std::floor(f.minutes_low),
                                      std::ceil(f.minutes_high));
  return fmt::format("about {}, {} of memory, {} of disk", time, bytes_text(f.memory_bytes),
                     bytes_text(f.disk_bytes));
}

void require_disk(const fs::path& folder, uint64_t bytes) {
  const uint64_t free = free_bytes(folder);
  if (free >= bytes) return;
  throw Error(Code::ResourceLimit,
              "the job needs about {} on the disk of {}, but {} is free; free some space or choose "
              "another output folder",
              bytes_text(bytes), folder.string(), bytes_text(free));
}

void require_memory(const RunSize& size, const TrainingPlan& plan) {
  const uint64_t available = available_memory();
  const uint64_t needed = held_bytes(size.trained_parameters, plan) +
                          static_cast<uint64_t>(size.parameters) * sizeof(float);
  if (available == 0 || needed <= available) return;
  throw Error(Code::ResourceLimit,
              "training {} million parameters needs about {} of memory, but {} is available; {}",
              size.trained_parameters / 1000000, bytes_text(needed), bytes_text(available),
              plan.head_only ? "choose a smaller model"
                             : "set train_only_top_layer to True or choose a smaller model");
}

}  // namespace sempurna
