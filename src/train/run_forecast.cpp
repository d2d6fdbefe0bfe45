#include "train/run_forecast.h"

#include <ATen/ATen.h>

#include <numeric>

#include "base/files.h"
#include "base/machine_memory.h"
#include "train/checkpoint.h"
#include "train/forecast.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

fs::path file_of(const JobFolder& job) {
  return job.checkpoints() / "forecast.json";
}

ForetoldRecord read_figures(const JobFolder& job) {
  return from_json<ForetoldRecord>(read_json(file_of(job)), file_of(job).string());
}

}  // namespace

RunForecast::RunForecast(const JobFolder& job, const BuiltRun& built,
                         std::chrono::steady_clock::time_point began, Progress& progress)
    : job_(job), built_(built), progress_(progress), peak_before_(peak_memory()) {
  Json estimate = to_json(built.size);
  estimate["stage"] = "static";
  estimate["message"] = words(built.size);
  progress.write("forecast", estimate);
  if (CheckpointStore::peek_fingerprint(job.checkpoints()) && fs::exists(file_of(job))) {
    figures_ = read_figures(job);
    return;
  }
  require_memory(built.size, built.plan);
  require_disk(job.root, disk_bytes(built.size, built.plan, 0));
  steps_.emplace(began);
}

void RunForecast::tell(const Trial& trial) {
  steps_.reset();
  require_batch(built_.size, trial, built_.plan);
  figures_ = forecast(built_.size, trial, built_.plan);
  require_disk(job_.root, figures_.disk_bytes - built_.size.cache_bytes);
  Json event = to_json(figures_);
  event["stage"] = "measured";
  event["message"] = "Forecast: " + words(figures_);
  event["available_memory_bytes"] = available_memory();
  event["free_disk_bytes"] = free_bytes(job_.root);
  progress_.write("forecast", event);
  if (built_.plan.place.world.get().first())
    write_file_atomic(file_of(job_), to_pretty(to_json(figures_)));
}

void RunForecast::passed(const ExampleSource& source, int64_t first, const Examples& examples,
                         const Tensor& features) {
  if (!steps_) return;
  std::vector<int64_t> positions(static_cast<size_t>(examples.size()));
  std::iota(positions.begin(), positions.end(), first);
  steps_->step(weight_of(source, positions));
  passed_ += examples.size();
  last_.features = features;
  last_.labels = examples.labels;
  if (steps_->enough()) tell_of_head();
}

void RunForecast::passed_all(ExampleSource& whole, ExampleSource& kept) {
  if (!steps_) return;
  if (!steps_->any()) {
    // All had been kept by a run that ended before its first checkpoint; its forecast stands.
    if (fs::exists(file_of(job_))) {
      figures_ = read_figures(job_);
      steps_.reset();
      return;
    }
    look_at_kept(whole, kept);
  }
  tell_of_head();
}

/// Of what another job has kept, the head is yet to be tried; and what is not kept, the pass of the
/// test part through the backbone.
void RunForecast::look_at_kept(ExampleSource& whole, ExampleSource& kept) {
  const Batches few = {ordered_batches(whole.size(), kEvaluationBatch).front()};
  others_kept_ = true;
  if (built_.size.test_items > 0) {
    whole.begin(few, 0, false);
    const Examples examples = whole.next();
    const at::NoGradGuard no_grad;
    Pass pass;
    pass.precision = built_.plan.precision;
    steps_->start();
    built_.model->features(examples.batch, pass);
    steps_->step(weight_of(whole, few.front()));
  }
  kept.begin(few, 0, false);
  last_ = kept.next();
}

void RunForecast::tell_of_head() {
  Trial trial = steps_->trial();
  trial.passed = passed_;
  trial.others_kept = others_kept_;
  try_head(*built_.model, last_, built_.size.training_items, built_.plan, trial);
  last_ = {};
  tell(trial);
}

}  // namespace sempurna
