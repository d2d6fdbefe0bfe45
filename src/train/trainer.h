#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "train/checkpoint.h"
#include "train/evaluate.h"
#include "train/progress.h"
#include "train/selection.h"
#include "train/solve_head.h"
#include "train/trial.h"

namespace sempurna {

/// What a run shows of itself while it trains.
struct TrainingOutcome {
  std::vector<EpochRecord> history;
  int64_t best_epoch = 0;  ///< from 0
  /// Of the best epoch on the validation data, unless that epoch was an earlier process's.
  std::optional<Predictions> best_predictions;
  double seconds = 0;         ///< of training, over all resumptions; of no interest to the model
  double seconds_before = 0;  ///< of the whole run up to the checkpoint that was resumed
  bool ended_early = false;   ///< as asked, with the best of the epochs until then
};

/// Trains a model epoch by epoch, each rank on its share of every batch, keeps checkpoints, and
/// restores the best epoch at the end; the last checkpoint may still be being written then
/// (CheckpointStore::finish). Without validation data the last epoch counts as the best.
class Trainer {
 public:
  /// What it is given must outlive it. `validation` may be null. `classes` is K, 2 in binary mode.
  Trainer(Model& model, ExampleSource& training, ExampleSource* validation,
          const TrainingPlan& plan, int64_t classes, CheckpointStore& checkpoints,
          Progress& progress);

  /// Seconds between two checkpoints inside an epoch.
  void set_checkpoint_seconds(double seconds) { checkpoint_seconds_ = seconds; }
  /// Since when this process works on the run; else its seconds count from run() on.
  void set_began(std::chrono::steady_clock::time_point began) { began_ = began; }
  /// Takes the time of this process's first steps, and hears of them when there were enough, at the
  /// latest at the end of an epoch. Throws on what `listener` throws.
  void on_first_steps(FirstSteps& steps, std::function<void(const Trial& trial)> listener) {
    first_steps_ = &steps;
    first_steps_done_ = std::move(listener);
  }
  /// Hears each epoch's record.
  void on_epoch(std::function<void(const EpochRecord& record)> listener) {
    listener_ = std::move(listener);
  }

  /// Hears what the model answered on the validation data in each epoch, from 1.
  void on_validation(std::function<void(int64_t epoch, const Predictions&)> listener) {
    validated_ = std::move(listener);
  }

  /// Continues from the last checkpoint when there is one. Throws Cancelled after a stop signal of
  /// any rank, at the same step on all, with a checkpoint saved by the first, and InvalidArgument
  /// when training diverges. Where a finish was asked for after the first epoch, what has been
  /// trained until then is the outcome; before, there is none, and it ends as by a stop.
  TrainingOutcome run();

  /// The optimizer's steps of the whole run.
  int64_t total_steps() const;

 private:
  void resume();
  void train_epoch();
  /// One penalty in place of an epoch of steps.
  void solve_epoch();
  double penalty() const;
  void finish_epoch();
  /// Adds the figures of validation.
  void validate(EpochRecord& record);
  /// By the first rank, for all.
  void save();
  void restore_best();
  struct EndedEarly {};
  void stop_if_asked();
  bool is_over() const;
  void report(const std::string& phase, int64_t step, int64_t steps);
  World& world() const { return plan_.place.world; }
  Batches batches_of(int64_t epoch) const;
  double eta() const;
  Model& model_;
  ExampleSource& training_;
  ExampleSource* validation_;
  TrainingPlan plan_;
  int64_t classes_;
  CheckpointStore& checkpoints_;
  Progress& progress_;
  std::function<void(const EpochRecord&)> listener_;
  std::function<void(int64_t, const Predictions&)> validated_;
  double checkpoint_seconds_ = 60;
  FirstSteps* first_steps_ = nullptr;  ///< until there were enough
  std::function<void(const Trial&)> first_steps_done_;

  Optimizer optimizer_;
  std::unique_ptr<HeadSolver> solver_;  ///< in place of steps
  Selection selection_;
  int64_t steps_per_epoch_;

  // Where the run stands.
  int64_t epoch_ = 0;
  int64_t step_ = 0;         ///< done in this epoch
  bool holds_best_ = false;  ///< the model is that of the best epoch so far
  double loss_sum_ = 0;
  int64_t right_ = 0;
  int64_t seen_ = 0;
  std::vector<EpochRecord> history_;
  std::optional<Predictions> best_predictions_;
  double seconds_before_ = 0;
  double run_seconds_before_ = 0;

  // For the person who watches; the result depends on none of it.
  std::optional<std::chrono::steady_clock::time_point> began_;
  std::chrono::steady_clock::time_point started_;
  std::chrono::steady_clock::time_point saved_;
  int64_t items_now_ = 0;  ///< trained since started_
  int64_t steps_now_ = 0;
  double validation_seconds_ = 0;  ///< of the last validation
  double validating_seconds_ = 0;  ///< of all since started_
};

/// Examples in a batch that passes without gradients, whatever batch_size is: kept features are the
/// same for jobs that train with other batches.
constexpr int64_t kEvaluationBatch = 32;

}  // namespace sempurna
