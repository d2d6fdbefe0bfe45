#include "train/finish_run.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/machine_memory.h"
#include "base/version.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "catalog/tasks.h"
#include "report/advice.h"
#include "report/report.h"
#include "train/export_model.h"
#include "train/metric_lines.h"
#include "train/recorded_run.h"

namespace sempurna {

namespace {

void print(const std::string& lines) {
  std::fputs(lines.c_str(), stdout);
  std::fflush(stdout);
}

/// Of the run so far, over all resumptions.
double seconds(const TrainedRun& run) {
  return run.outcome.seconds_before +
         std::chrono::duration<double>(std::chrono::steady_clock::now() - run.began).count();
}

Circumstances circumstances(const JobFolder& job, const TrainedRun& run) {
  const ForetoldRecord& foretold = run.forecast.figures();
  Circumstances c;
  c.job = job.root.filename().string();
  c.seconds = seconds(run);
  c.started = static_cast<double>(std::time(nullptr)) - c.seconds;
  for (const auto& channel : run.input.channels) {
    if (channel == "model") continue;
    const fs::path place = job.channel_source(channel);
    c.data.emplace_back(channel, with_s3_places(place.string(), home_folder()));
  }
  c.version = version();
  if (foretold.minutes_high > 0) c.forecast_minutes = {foretold.minutes_low, foretold.minutes_high};
  c.memory_bytes = peak_memory();
  c.memory_forecast_bytes = foretold.memory_bytes;
  return c;
}

std::string result_words(const RunRecord& record, const TrainingPlan& plan) {
  const EvalMetric metric = plan.hyperparameters.eval_metric;
  std::string text;
  for (const auto& part : record.evaluations) {
    text += fmt::format("{} {} {:.4f} on {} {} examples", text.empty() ? "" : ";", name(metric),
                        figure(part.metrics, name(metric)).value_or(0), part.examples, part.name);
    if (metric == EvalMetric::Accuracy) {
      text += fmt::format(" (always answering the commonest class: {:.4f}",
                          part.majority_baseline.value_or(0));
      if (part.linear_baseline) {
        text += fmt::format("; a linear model on {}: {:.4f}", facts_of(plan.task).features.english,
                            *part.linear_baseline);
      }
      text += ")";
    }
  }
  if (text.empty()) return "No held-out data, so nothing was measured; the last epoch is kept";
  return fmt::format("Epoch {} of {} is kept:{}", record.best_epoch, record.history.size(), text);
}

void write_reports(const JobFolder& job, const TrainedRun& run, const RunRecord& record) {
  const TrainingPlan& plan = run.built.plan;
  make_folders(job.output() / "data");
  write_file_atomic(job.output() / "data" / "evaluation.json", to_pretty(to_json(record)));
  ReportOptions pictures;
  pictures.picture = [&](const std::string& channel,
                         const std::string& file) -> std::optional<std::string> {
    return read_file(job.channel(channel) / file);
  };
  // Without circumstances: equal runs make equal archives.
  if (plan.hyperparameters.report_in_archive)
    write_report(record, pictures, job.model() / "report.html");
  pictures.circumstances = circumstances(job, run);
  write_report(record, pictures, job.output() / "report.html");
}

/// As the log of a training container ends.
void print_metrics(const RunRecord& record, Task task) {
  if (const EpochRecord* best = record.best()) print(result_lines(task, best->figures));
  if (const auto* test = record.evaluation("test")) print(test_lines(task, test->metrics));
}

}  // namespace

void finish_run(const JobFolder& job, const TrainedRun& run, Progress& progress) {
  const TrainingPlan& plan = run.built.plan;
  progress.phase("export");
  const RunRecord record = record_of(job, run);
  RunResult result;
  result.record = brief(record);
  export_model(job.model(), *run.built.model, run.input.parent, run.data.labels, plan.loss.binary,
               to_json(result.record), run.data.words.get());
  write_reports(job, run, record);
  print_metrics(record, plan.task);
  result.message = result_words(record, plan);
  result.advice = plain_advice(record);
  result.forecast = run.forecast.figures();
  result.actual = {seconds(run) / 60, run.outcome.seconds / 60,
                   std::max(run.forecast.peak_before(), peak_memory())};
  progress.write("result", to_json(result));
}

}  // namespace sempurna
