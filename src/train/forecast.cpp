#include "train/forecast.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/machine_memory.h"
#include "train/feature_store.h"
#include "train/solve_head.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

// Around the middle estimate: other load on the machine and texts of other lengths.
constexpr double kLow = 0.8;
constexpr double kHigh = 1.4;
// The final evaluation's bookkeeping and the reports; beside them the model is written.
constexpr double kOverheadSeconds = 0.3;
constexpr double kWrittenBytesPerSecond = 3e8;
// A pass without gradients, of one with them: in time, and at most in memory.
constexpr double kForwardShare = 1.0 / 3;
constexpr double kForwardMemoryShare = 0.25;
// Of checkpoints, whose copying and hashing take from what the steps compute with.
constexpr double kSavedBytesPerSecond = 1e9;
// Where blocks of memory happen to lie differs (docs/results.md).
constexpr double kMemoryMargin = 1.09;

/// Bytes of what the run keeps beside the model's parameters.
struct Kept {
  uint64_t weights;   ///< of the whole model
  uint64_t changing;  ///< of what is trained
  uint64_t slots;     ///< of the optimizer
  uint64_t features;
  Kept(const RunSize& size, const TrainingPlan& plan, int64_t feature_width)
      : weights(static_cast<uint64_t>(size.parameters) * sizeof(float)),
        changing(plan.head_only ? static_cast<uint64_t>(size.trained_parameters) * sizeof(float)
                                : weights),
        slots(held_bytes(size.trained_parameters, plan) -
              static_cast<uint64_t>(size.trained_parameters) * sizeof(float)),
        features(
            static_cast<uint64_t>((size.feature_rows + size.validation_items) * feature_width) *
            sizeof(float)) {}
};

/// The whole run's seconds, from the command on.
double seconds_of(const RunSize& size, const Trial& trial, const TrainingPlan& plan,
                  uint64_t saved) {
  const double each = trial.seconds / static_cast<double>(std::max<int64_t>(1, trial.weight));
  const auto epochs = static_cast<double>(size.epochs);
  const auto training = static_cast<double>(size.training_weight);
  const auto validation = static_cast<double>(size.validation_weight);
  const auto test = static_cast<double>(size.test_weight);
  const double once =
      std::max(0.0, trial.first_seconds - each * static_cast<double>(trial.first_weight));
  const double rest =
      trial.seconds_before + once + kOverheadSeconds +
      static_cast<double>(size.parameters) * sizeof(float) / kWrittenBytesPerSecond +
      epochs * static_cast<double>(saved) / kSavedBytesPerSecond;
  if (plan.head_only) {
    // The trial's steps are passes through the backbone.
    const double views = static_cast<double>(size.feature_rows) /
                         static_cast<double>(std::max<int64_t>(1, size.training_items));
    const int64_t batch = std::min(plan.hyperparameters.batch_size, size.training_items);
    const double to_pass = trial.others_kept ? 0 : views * training + validation;
    return rest + each * (to_pass + test) +
           trial.head_seconds *
               (static_cast<double>(size.steps * batch) +
                kForwardShare * epochs * static_cast<double>(size.validation_items));
  }
  return rest + each * (epochs * training + kForwardShare * ((epochs + 1) * validation + test));
}

/// Bytes at most in the steps of the whole run, from those of the first ones.
uint64_t peak_of(const RunSize& size, const Trial& trial, const TrainingPlan& plan) {
  const uint64_t fixed =
      trial.base_bytes + (plan.head_only ? 0 : held_bytes(size.trained_parameters, plan));
  const auto taken = static_cast<double>(trial.peak_bytes - std::min(trial.peak_bytes, fixed));
  const double each = taken / static_cast<double>(std::max<int64_t>(1, trial.heaviest));
  const double forward = plan.head_only ? 1 : kForwardMemoryShare;
  const double heaviest = std::max({static_cast<double>(size.heaviest_step),
                                    forward * static_cast<double>(size.heaviest_evaluation),
                                    static_cast<double>(trial.heaviest)});
  return std::max(
      {fixed + static_cast<uint64_t>(each * heaviest), trial.peak_bytes, trial.head_peak_bytes});
}

}  // namespace

ForetoldRecord forecast(const RunSize& size, const Trial& trial, const TrainingPlan& plan) {
  ForetoldRecord f;
  const Kept kept(size, plan, trial.feature_width);
  const double seconds = seconds_of(size, trial, plan, kept.changing + kept.slots);
  f.minutes_low = kLow * seconds / 60;
  f.minutes_high = kHigh * seconds / 60;
  const int64_t chunk = std::min(FeatureStore::chunk_rows(kEvaluationBatch), size.training_items);
  const uint64_t computed =
      static_cast<uint64_t>((chunk - std::min(chunk, trial.passed)) * trial.feature_width) *
      sizeof(float);
  const auto probabilities =
      static_cast<uint64_t>(std::max(size.validation_items, size.test_items) * size.classes) *
      sizeof(double);
  const uint64_t solver = plan.hyperparameters.optimizer == OptimizerKind::Lbfgs
                              ? HeadSolver::bytes(size.trained_parameters)
                              : 0;
  // A checkpoint is written from copies while the next epoch's steps run. The best epoch and kept
  // features are read from files, whose pages count.
  const uint64_t copies = size.epochs > 1 ? kept.changing + kept.slots : kept.changing;
  const uint64_t beside = copies + kept.features + computed + probabilities + solver;
  f.memory_bytes =
      std::max(trial.most_bytes_before,
               static_cast<uint64_t>(kMemoryMargin *
                                     static_cast<double>(peak_of(size, trial, plan) + beside)));
  f.disk_bytes = size.cache_bytes + disk_bytes(size, plan, trial.feature_width);
  return f;
}

uint64_t disk_bytes(const RunSize& size, const TrainingPlan& plan, int64_t feature_width) {
  const Kept kept(size, plan, feature_width);
  // Two checkpoints and the best epoch of an earlier one; the model and, before any of it goes, its
  // archive, which hardly gets smaller.
  return 3 * kept.changing + 2 * kept.slots + 2 * kept.weights + kept.features;
}

std::string words(const ForetoldRecord& f) {
  const bool in_seconds = f.minutes_high < 1.5;
  const double low = in_seconds ? std::ceil(60 * f.minutes_low) : std::floor(f.minutes_low);
  const double high = std::ceil(in_seconds ? 60 * f.minutes_high : f.minutes_high);
  const std::string most = counted(static_cast<int64_t>(high), in_seconds ? "seconds" : "minutes");
  const std::string time = low < high ? fmt::format("{:.0f} to {}", low, most) : most;
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

void require_batch(const RunSize& size, const Trial& trial, const TrainingPlan& plan) {
  const uint64_t peak = peak_of(size, trial, plan);
  const uint64_t more = peak - trial.peak_bytes;
  const uint64_t available = available_memory();
  if (available == 0 || more <= available) return;
  const int64_t batch = std::min(plan.hyperparameters.batch_size, size.training_items);
  const double fits = static_cast<double>(available) / static_cast<double>(more);
  throw MemoryError(
      peak, "the heaviest batch of {} examples needs about {} more memory, but {} is available; {}",
      batch, bytes_text(more), bytes_text(available),
      smaller_batch(static_cast<int64_t>(0.8 * fits * static_cast<double>(batch)), plan));
}

void require_memory(const RunSize& size, const TrainingPlan& plan) {
  const uint64_t available = available_memory();
  const uint64_t needed = held_bytes(size.trained_parameters, plan) +
                          static_cast<uint64_t>(size.parameters) * sizeof(float);
  if (available == 0 || needed <= available) return;
  throw MemoryError(
      resident_memory() + needed,
      "training {} million parameters needs about {} of memory, but {} is available; {}",
      size.trained_parameters / 1000000, bytes_text(needed), bytes_text(available),
      plan.head_only ? "choose a smaller model"
                     : "set train_only_top_layer to True or choose a smaller model");
}

}  // namespace sempurna
