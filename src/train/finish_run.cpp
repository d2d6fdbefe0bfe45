#include "train/finish_run.h"

#include <fmt/core.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/version.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "catalog/tasks.h"
#include "report/advice.h"
#include "report/report.h"
#include "train/export_model.h"
#include "train/machine_memory.h"
#include "train/metric_lines.h"
#include "train/precision.h"

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

Json baselines(const EvaluationReport& evaluation) {
  Json json = {{"majority_baseline", evaluation.majority_baseline}};
  if (evaluation.linear_baseline) json["linear_baseline"] = *evaluation.linear_baseline;
  return json;
}

Json training_record(const TrainedRun& run) {
  const auto& [input, data, built, forecast, outcome, evaluation, began] = run;
  const TrainingPlan& plan = built.plan;
  Json record = {{"format", 1},
                 {"task", name(plan.task)},
                 {"parent",
                  {{"model_id", input.model_id},
                   {"model_type", input.parent.model_type},
                   {"sha256", input.parent.hash},
                   {"fine_tuned_before", input.parent.top_layer.has_value()},
                   {"top_layer", input.fresh_head ? "reinitialized" : "kept"}}}};
  const Json ancestry = to_json(input.ancestry);
  for (const auto& [member, value] : ancestry.items()) record[member] = value;
  record["data"] = {{"sha256", data.hash},
                    {"labels", data.labels},
                    {"training", data.training.counts},
                    {"validation_is_a_split", data.split}};
  if (data.validation) record["data"]["validation"] = data.validation->counts;
  if (data.test) record["data"]["test"] = data.test->counts;
  Json& settings = record["hyperparameters"] = Json::object();
  for (const auto& [key, value] : hyperparameter_fields(plan.task).values(plan.hyperparameters)) {
    settings[key] = value;
  }
  record["seed"] = plan.hyperparameters.seed;
  record["precision"] = name(plan.precision);
  record["threads"] = input.threads;
  record["best_epoch"] = outcome.best_epoch + 1;
  record["history"] = outcome.history;
  Json& metrics = record["metrics"] = Json::object();
  for (const auto& part : evaluation.parts) {
    metrics[part.name] = summary(part.metrics);
    metrics[part.name].update(baselines(part));
  }
  record["versions"] = {{"sempurna", version()}, {"libtorch", TORCH_VERSION}};
  return record;
}

Circumstances circumstances(const JobFolder& job, const TrainedRun& run) {
  const Json& foretold = run.forecast.figures();
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
  c.forecast_minutes = {foretold.value("minutes_low", 0.0), foretold.value("minutes_high", 0.0)};
  c.memory_bytes = peak_memory();
  c.memory_forecast_bytes = foretold.value("memory_bytes", uint64_t{0});
  return c;
}

RunReport make_report(const JobFolder& job, const TrainedRun& run) {
  const auto& [input, data, built, forecast, outcome, evaluation, began] = run;
  const Hyperparameters& h = built.plan.hyperparameters;
  RunReport r;
  r.task = name(built.plan.task);
  r.model_id = input.model_id;
  r.ancestry = input.ancestry;
  r.model_type = input.parent.model_type;
  r.parameters = built.size.parameters;
  r.trained_parameters = built.size.trained_parameters;
  r.labels = data.labels;
  r.binary_mode = built.plan.loss.binary;
  r.eval_metric = (data.validation ? "val_" : "") + value_text(h.eval_metric);
  r.history = outcome.history;
  r.best_epoch = outcome.best_epoch + 1;
  r.precision = name(built.plan.precision);
  r.evaluations = evaluation.parts;
  r.balance.push_back({"training", data.training.counts});
  if (data.validation) r.balance.push_back({"validation", data.validation->counts});
  if (data.test) r.balance.push_back({"test", data.test->counts});
  r.settings = hyperparameter_fields(built.plan.task).values(h);
  r.language = name(h.report_language);
  // The report travels: places are told below the channels, not on this machine.
  const std::string here = (job.root / "input" / "data").string() + "/";
  const auto travelling = [&](std::string text) {
    for (size_t at; (at = text.find(here)) != std::string::npos;) text.erase(at, here.size());
    return text;
  };
  for (const Findings& findings : {data.findings, evaluation.findings}) {
    for (Finding finding : findings) {
      finding.file = travelling(finding.file);
      finding.message = travelling(finding.message);
      finding.remedy = travelling(finding.remedy);
      r.findings.push_back(std::move(finding));
    }
  }
  return r;
}

std::string result_words(const TrainedRun& run) {
  const Hyperparameters& h = run.built.plan.hyperparameters;
  std::string text;
  for (const auto& part : run.evaluation.parts) {
    text +=
        fmt::format("{} {} {:.4f} on {} {} examples", text.empty() ? "" : ";", name(h.eval_metric),
                    part.metrics.value(h.eval_metric), part.metrics.examples, part.name);
    if (h.eval_metric == EvalMetric::Accuracy) {
      text += fmt::format(" (always answering the commonest class: {:.4f}", part.majority_baseline);
      if (part.linear_baseline) {
        text += fmt::format("; a linear model on {}: {:.4f}",
                            facts_of(run.built.plan.task).baseline, *part.linear_baseline);
      }
      text += ")";
    }
  }
  if (text.empty()) return "No held-out data, so nothing was measured; the last epoch is kept";
  return fmt::format("Epoch {} of {} is kept:{}", run.outcome.best_epoch + 1,
                     run.outcome.history.size(), text);
}

}  // namespace

void finish_run(const JobFolder& job, const TrainedRun& run, Progress& progress) {
  const TrainingPlan& plan = run.built.plan;
  progress.phase("export");
  export_model(job.model(), *run.built.model, run.input.parent, run.data.labels, plan.loss.binary,
               training_record(run));
  make_folders(job.output() / "data");
  const Json report = to_json(make_report(job, run));
  write_file_atomic(job.output() / "data" / "evaluation.json", to_pretty(report));
  ReportOptions pictures;
  pictures.picture = [&](const std::string& channel,
                         const std::string& file) -> std::optional<std::string> {
    return read_file(job.channel(channel) / file);
  };
  // Without circumstances: equal runs make equal archives.
  if (plan.hyperparameters.report_in_archive)
    write_report(report, pictures, job.model() / "report.html");
  pictures.circumstances = circumstances(job, run);
  write_report(report, pictures, job.output() / "report.html");

  const Json& best = run.outcome.history.at(static_cast<size_t>(run.outcome.best_epoch));
  print(result_lines(plan.task, best));
  Json result = {{"best_epoch", run.outcome.best_epoch + 1},
                 {"epochs", run.outcome.history.size()},
                 {"metrics", best},
                 {"labels", run.data.labels},
                 {"training_counts", run.data.training.counts}};
  for (const auto& part : run.evaluation.parts) {
    result[part.name] = summary(part.metrics);
    result[part.name]["examples"] = part.metrics.examples;
    result[part.name].update(baselines(part));
    if (part.name == "test") print(test_lines(plan.task, summary(part.metrics)));
  }
  result["message"] = result_words(run);
  result["advice"] = plain_advice(report);
  result["forecast"] = run.forecast.figures();
  result["actual"] = {{"minutes", seconds(run) / 60},
                      {"training_minutes", run.outcome.seconds / 60},
                      {"memory_bytes", std::max(run.forecast.peak_before(), peak_memory())}};
  progress.write("result", result);
}

}  // namespace sempurna
