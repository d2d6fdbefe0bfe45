#include "train/training_job.h"

#include <chrono>
#include <cstdio>
#include <utility>

#include "base/machine_memory.h"
#include "base/usable_threads.h"
#include "tensor/memory.h"
#include "train/built_run.h"
#include "train/checkpoint.h"
#include "train/finish_run.h"
#include "train/metric_lines.h"
#include "train/run_evaluation.h"
#include "train/run_examples.h"
#include "train/run_forecast.h"
#include "train/run_input.h"
#include "train/stop_signals.h"
#include "train/trainer.h"
#include "train/validation_items.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

void print(const std::string& lines) {
  std::fputs(lines.c_str(), stdout);
  std::fflush(stdout);
}

JobData open_data(const JobFolder& job, const RunInput& input, Progress& progress) {
  progress.phase("check");
  JobDataOptions options;
  options.task = input.plan.task;
  options.hyperparameters = input.plan.hyperparameters;
  options.model_folder = input.parent.folder;
  if (!input.fresh_head) options.classes = input.parent.top_layer->labels;
  options.threads = usable_threads();
  make_folders(job.checkpoints());
  options.cache_folder = job.checkpoints();
  options.progress = [&](const std::string& phase, int64_t done, int64_t total) {
    throw_if_stopped();
    progress.step({.phase = phase, .step = done, .steps = total});
  };
  options.on_finding = [&](const Finding& finding) {
    progress.write("finding", {{"finding", to_json(finding)}});
  };
  return open_job_data(job, input.channels, options);
}

TrainingOutcome train(BuiltRun& built, const RunExamples& examples, const JobData& data,
                      CheckpointStore& checkpoints, RunForecast& forecast, ValidationItems& items,
                      const RunOptions& options, Clock::time_point began, Progress& progress) {
  Trainer trainer(*built.model, *examples.training, examples.validation.get(), built.plan,
                  std::ssize(data.labels), checkpoints, progress);
  trainer.set_checkpoint_seconds(options.checkpoint_seconds);
  trainer.set_began(began);
  if (FirstSteps* steps = forecast.first_steps(); steps != nullptr && !built.plan.head_only)
    trainer.on_first_steps(*steps, [&](const Trial& trial) { forecast.tell(trial); });
  const int64_t epochs = built.plan.hyperparameters.epochs;
  if (built.plan.place.world.get().first()) {
    trainer.on_epoch(
        [&](const EpochRecord& record) { print(epoch_line(built.plan.task, epochs, record)); });
    trainer.on_validation(
        [&](int64_t epoch, const Predictions& predictions) { items.show(epoch, predictions); });
  }
  return trainer.run();
}

RunExamples features_of(const RunExamples& whole, BuiltRun& built, const RunInput& input,
                        RunForecast& forecast, const JobFolder& job, Progress& progress) {
  progress.phase("features");
  if (forecast.first_steps() != nullptr) forecast.first_steps()->start();
  RunExamples kept = kept_examples(
      whole, *built.model, input, built.feature_key, job,
      [&](const ExampleSource& source, int64_t first, const Examples& examples,
          const Tensor& features) { forecast.passed(source, first, examples, features); },
      progress);
  forecast.passed_all(*whole.training, *kept.training);
  // Each of these stages needs blocks of other sizes, which would add up.
  release_kept_memory();
  return kept;
}

/// The first rank's look at the data prepares the pictures that the others find.
JobData open_data_in_turn(const JobFolder& job, const RunInput& input, Progress& progress) {
  World& world = input.plan.place.world;
  if (!world.first()) world.barrier();
  JobData data = open_data(job, input, progress);
  if (world.first()) world.barrier();
  return data;
}

bool run(const JobFolder& job, const RunOptions& options, Progress& progress) {
  const auto began = Clock::now();
  refuse_memory_beyond(available_memory);
  World& world = options.place.world;
  RunInput input = read_run_input(job);
  input.plan.place = options.place;
  const JobData data = open_data_in_turn(job, input, progress);
  require_fit(input.plan.hyperparameters, data);
  progress.phase("load");
  BuiltRun built = build_run(input, data);
  RunExamples examples = whole_examples(data, input.threads, options.place.device);
  CheckpointStore checkpoints(job.checkpoints(), built.fingerprint);
  RunForecast forecast(job, built, began, progress);
  if (built.plan.head_only) examples = features_of(examples, built, input, forecast, job, progress);
  ValidationItems items(job, data);
  TrainingOutcome outcome =
      train(built, examples, data, checkpoints, forecast, items, options, began, progress);
  release_kept_memory();
  progress.phase("evaluation");
  const auto on_validation = [&](const Predictions& predictions) {
    if (world.first()) items.show_kept(outcome.best_epoch + 1, predictions);
  };
  const RunEvaluation evaluation = measure(
      built, examples, data, input, std::move(outcome.best_predictions), on_validation, progress);
  checkpoints.finish();
  if (world.first())
    finish_run(job, {input, data, built, forecast, outcome, evaluation, began}, progress);
  world.barrier();  // none has done before the model is there
  return !outcome.ended_early;
}

}  // namespace

bool run_job(const JobFolder& job, const RunOptions& options, Progress& progress) {
  bool is_whole = true;
  in_world(options.place.world, [&] { is_whole = run(job, options, progress); });
  return is_whole;
}

}  // namespace sempurna
