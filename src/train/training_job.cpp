#include "train/training_job.h"

#include <fmt/core.h>
#include <torch/version.h>

#include <algorithm>
#include <cstdio>
#include <ctime>

#include "base/error.h"
#include "base/sha256.h"
#include "catalog/locations.h"
#include "catalog/s3_copies.h"
#include "catalog/tasks.h"
#include "dataset/statistics.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "report/advice.h"
#include "report/report.h"
#include "tensor/cpu.h"
#include "tensor/guard.h"
#include "tensor/memory.h"
#include "train/batch_examples.h"
#include "train/export_model.h"
#include "train/feature_store.h"
#include "train/fingerprint.h"
#include "train/machine_memory.h"
#include "train/metric_lines.h"
#include "train/precision.h"
#include "train/stop_signals.h"
#include "train/tasks.h"
#include "train/threads.h"
#include "train/training_plan.h"
#include "weights/checkpoint.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

// About so many passes over the features one solution takes.
constexpr int64_t kPassesOfSolver = 40;

void print(const std::string& lines) {
  std::fputs(lines.c_str(), stdout);
  std::fflush(stdout);
}

std::string name(Precision precision) {
  return precision == Precision::Bf16 ? "bf16" : "fp32";
}

Json baselines(const EvaluationReport& evaluation) {
  Json json = {{"majority_baseline", evaluation.majority_baseline}};
  if (evaluation.linear_baseline) json["linear_baseline"] = *evaluation.linear_baseline;
  return json;
}

}  // namespace

TrainingJob::TrainingJob(const JobFolder& job, const RunOptions& options, Progress& progress)
    : job_(job), options_(options), progress_(progress), began_(Clock::now()) {}

TrainingJob::~TrainingJob() = default;

double TrainingJob::seconds() const {
  return outcome_.seconds_before + std::chrono::duration<double>(Clock::now() - began_).count();
}

void TrainingJob::run() {
  read_input();
  open_data();
  build();
  foresee();
  // Each of these needs blocks of other sizes, which would add up.
  release_kept_memory();
  keep_features();
  release_kept_memory();
  train();
  release_kept_memory();
  finish();
}

void TrainingJob::read_input() {
  const JobInput input = read_job_input(job_);
  model_id_ = input.model_id;
  ancestry_ = input.ancestry;
  channels_ = input.channels;
  parent_ = open_parent(job_.channel("model"));
  const Hyperparameters h = read_hyperparameters(parent_.task, {}, input.hyperparameters);
  check_channels(h, channels_);
  fresh_head_ = starts_anew(parent_.top_layer, h, parent_.task, job_.channel("training"));
  plan_ = make_plan(parent_, h, fresh_head_);
  // Few epochs see few views.
  const bool solved = h.optimizer == OptimizerKind::Lbfgs;
  views_ = !h.augmentation || !plan_.head_only ? 1
           : solved                            ? h.augmentation_views
                                               : std::min(h.augmentation_views, h.epochs);

  // A resumed run keeps the threads and the precision that it began with, whatever machine it is
  // on.
  const Json before =
      CheckpointStore::peek_fingerprint(job_.checkpoints()).value_or(Json::object());
  threads_ = before.value("threads", usable_threads());
  set_compute_threads(threads_);
  // Trying bf16 takes a moment, which fp32 need not wait for.
  const Bf16 bf16 = h.precision == PrecisionChoice::Fp32
                        ? Bf16{}
                        : Bf16{kernels::bf16_supported(), kernels::bf16_is_faster()};
  plan_.precision = precision_of(h.precision, before.value("precision", ""), bf16);
}

void TrainingJob::open_data() {
  progress_.phase("check");
  JobDataOptions options;
  options.task = plan_.task;
  options.hyperparameters = plan_.hyperparameters;
  options.model_folder = parent_.folder;
  if (!fresh_head_) options.classes = parent_.top_layer->labels;
  options.threads = usable_threads();
  make_folders(job_.checkpoints());
  // Views of kept features are the only use of a picture beyond the first.
  const bool read_again = plan_.head_only ? views_ > 1 : true;
  if (read_again) options.cache_folder = job_.checkpoints();
  options.progress = [this](const std::string& phase, int64_t done, int64_t total) {
    throw_if_stopped();
    progress_.step({.phase = phase, .step = done, .steps = total});
  };
  options.on_finding = [this](const Finding& finding) {
    progress_.write("finding", {{"finding", to_json(finding)}});
  };
  data_ = open_job_data(job_, channels_, options);

  auto& h = plan_.hyperparameters;
  if (h.optimizer == OptimizerKind::Lbfgs) {
    h.epochs = std::ssize(head_penalties(data_.validation.has_value()));
  }
  if (h.binary_mode && data_.labels.size() != 2) {
    throw Error(Code::InvalidArgument,
                "binary_mode is for two classes, but the data has {}; set binary_mode to False",
                data_.labels.size());
  }
  check_validation(h, data_.validation.has_value());
}

void TrainingJob::build() {
  progress_.phase("load");
  const Checkpoint weights = Checkpoint::open(parent_.folder);
  const auto& h = plan_.hyperparameters;
  ModelRequest request;
  request.config = parent_.config;
  request.checkpoint = &weights;
  request.classes = h.binary_mode ? 1 : std::ssize(data_.labels);
  request.fresh_head = fresh_head_;
  request.seed = static_cast<uint64_t>(h.seed);
  model_ = build_model(request);
  trained_parameters(*model_, plan_.head_only);
  training_ = examples_of(data_.training);
  if (data_.validation) validation_ = examples_of(*data_.validation);

  size_ = size_of_model(*model_, plan_.head_only);
  size_.training_items = training_->size();
  size_.validation_items = validation_ ? validation_->size() : 0;
  size_.test_items = data_.test ? data_.test->source->size() : 0;
  size_.classes = std::ssize(data_.labels);
  size_.epochs = h.epochs;
  const int64_t passes =
      h.optimizer == OptimizerKind::Lbfgs ? kPassesOfSolver * h.epochs : h.epochs;
  size_.steps = passes * std::ssize(training_batches(training_->size(), h.batch_size, 0, 0));
  size_.feature_rows = plan_.head_only ? views_ * training_->size() : 0;
  size_.cache_bytes = data_.cache_bytes;
  checkpoints_ = std::make_unique<CheckpointStore>(job_.checkpoints(), fingerprint());
}

std::unique_ptr<ExampleSource> TrainingJob::examples_of(const DataPart& part) const {
  return std::make_unique<BatchExamples>(*part.source, threads_);
}

Json TrainingJob::fingerprint() const {
  Fingerprint f;
  f.task = plan_.task;
  f.hyperparameters = plan_.hyperparameters;
  f.data_hash = data_.hash;
  f.model_hash = parent_.hash;
  f.version = SEMPURNA_VERSION;
  f.precision = name(plan_.precision);
  f.threads = threads_;
  return f.to_json();
}

void TrainingJob::foresee() {
  Json estimate = to_json(size_);
  estimate["stage"] = "static";
  estimate["message"] = words(size_);
  progress_.write("forecast", estimate);
  const fs::path file = job_.checkpoints() / "forecast.json";
  if (CheckpointStore::peek_fingerprint(job_.checkpoints()) && fs::exists(file)) {
    forecast_ = read_json(file);
    return;
  }
  progress_.phase("forecast");
  require_memory(size_, plan_);
  peak_before_ = peak_memory();  // the trial begins to count anew
  const auto test = data_.test ? examples_of(*data_.test) : nullptr;
  std::vector<ExampleSource*> held_out;
  for (ExampleSource* source : {validation_.get(), test.get()}) {
    if (source != nullptr) held_out.push_back(source);
  }
  const Trial trial = try_steps(*model_, *training_, held_out, plan_, job_.checkpoints() / "trial");
  const Forecast f = forecast(size_, trial, plan_);
  require_disk(job_.root, f.disk_bytes);
  forecast_ = to_json(f);
  Json event = forecast_;
  event["stage"] = "measured";
  event["message"] = "Forecast: " + words(f);
  event["available_memory_bytes"] = available_memory();
  event["free_disk_bytes"] = free_bytes(job_.root);
  progress_.write("forecast", event);
  write_file_atomic(file, to_pretty(forecast_));
}

void TrainingJob::keep_features() {
  if (!plan_.head_only) return;
  progress_.phase("features");
  const auto keep = [&](ExampleSource& source, const std::string& part, int64_t views) {
    FeatureStore::Options options;
    options.folder = job_.checkpoints() / "features";
    options.name = part;
    options.key = sha256_hex(fingerprint().dump());
    options.views = views;
    options.augment = part == "training" && plan_.hyperparameters.augmentation;
    options.batch_size = evaluation_batch(plan_.hyperparameters);
    options.precision = plan_.precision;
    const auto began = Clock::now();
    int64_t first = -1;
    return std::make_unique<FeatureStore>(*model_, source, options, [&](int64_t done, int64_t all) {
      throw_if_stopped();
      if (first < 0) first = done;
      const double passed = std::chrono::duration<double>(Clock::now() - began).count();
      const double rate = passed > 0 ? static_cast<double>(done) / passed : 0;
      progress_.step({.phase = "features of " + part,
                      .step = done,
                      .steps = all,
                      .items_per_second = rate,
                      .eta_seconds = rate > 0 ? static_cast<double>(all - done) / rate : -1});
    });
  };
  training_features_ = keep(*training_, "training", views_);
  training_ =
      std::make_unique<FeatureSource>(*training_features_, data_.training.source->labels(), views_);
  if (!validation_) return;
  validation_features_ = keep(*validation_, "validation", 1);
  validation_ =
      std::make_unique<FeatureSource>(*validation_features_, data_.validation->source->labels(), 1);
}

void TrainingJob::train() {
  const int64_t epochs = plan_.hyperparameters.epochs;
  Trainer trainer(*model_, *training_, validation_.get(), plan_, std::ssize(data_.labels),
                  *checkpoints_, progress_);
  trainer.set_checkpoint_seconds(options_.checkpoint_seconds);
  trainer.set_began(began_);
  trainer.on_epoch([&](const Json& record) {
    print(epoch_line(plan_.task, record.at("epoch"), epochs, record));
  });
  outcome_ = trainer.run();
}

EvaluationReport TrainingJob::measure(const DataPart& part, ExampleSource& source) {
  const auto predictions =
      evaluate(*model_, source, plan_, std::ssize(data_.labels),
               evaluation_batch(plan_.hyperparameters), [&](int64_t done) {
                 throw_if_stopped();
                 progress_.step({.phase = part.name, .step = done, .steps = source.size()});
               });
  EvaluationReport report;
  report.name = part.name;
  report.metrics = compute_metrics(predictions, plan_.loss.binary);
  report.majority_baseline = majority_baseline(data_.training.counts, part.counts);
  report.linear_baseline = part.linear_baseline;
  for (const int64_t position : worst_errors(predictions)) {
    WorstError error = part.locate(position);
    const int64_t truth = predictions.labels[static_cast<size_t>(position)];
    const int64_t answer = predictions.predicted(position);
    error.label = data_.labels.at(static_cast<size_t>(truth));
    error.predicted = data_.labels.at(static_cast<size_t>(answer));
    error.label_probability = predictions.probability(position, truth);
    error.predicted_probability = predictions.probability(position, answer);
    report.errors.push_back(std::move(error));
  }
  return report;
}

void TrainingJob::measure_test() {
  if (!data_.test) return;
  try {
    with_torch_errors([&] {
      const auto source = examples_of(*data_.test);
      evaluations_.push_back(measure(*data_.test, *source));
    });
  } catch (const Error& error) {
    if (error.code() == Code::Cancelled) throw;
    // The model is trained; no test may cost it.
    Finding finding;
    finding.severity = Severity::Warning;
    finding.code = "test-not-measured";
    finding.message =
        fmt::format("the test channel could not be measured ({}); the model is kept", error.what());
    finding.remedy = "mend the data and measure it with sempurna evaluate";
    progress_.write("finding", {{"finding", to_json(finding)}});
    data_.findings.push_back(std::move(finding));
  }
}

void TrainingJob::finish() {
  progress_.phase("evaluation");
  if (validation_) evaluations_.push_back(measure(*data_.validation, *validation_));
  measure_test();
  progress_.phase("export");
  export_model(job_.model(), *model_, parent_, data_.labels, plan_.loss.binary, training_record());
  make_folders(job_.output() / "data");
  const Json report = to_json(make_report());
  write_file_atomic(job_.output() / "data" / "evaluation.json", to_pretty(report));
  ReportOptions pictures;
  pictures.picture = [this](const std::string& channel,
                            const std::string& file) -> std::optional<std::string> {
    if (file.empty() || !training_of(plan_.task).examples_are_pictures) return std::nullopt;
    return read_file(job_.channel(channel) / file);
  };
  // Without circumstances: equal runs make equal archives.
  if (plan_.hyperparameters.report_in_archive)
    write_report(report, pictures, job_.model() / "report.html");
  pictures.circumstances = circumstances();
  write_report(report, pictures, job_.output() / "report.html");

  const Json& best = outcome_.history.at(static_cast<size_t>(outcome_.best_epoch));
  print(result_lines(plan_.task, best));
  Json result = {{"best_epoch", outcome_.best_epoch + 1},
                 {"epochs", outcome_.history.size()},
                 {"metrics", best},
                 {"labels", data_.labels},
                 {"training_counts", data_.training.counts}};
  for (const auto& evaluation : evaluations_) {
    result[evaluation.name] = summary(evaluation.metrics);
    result[evaluation.name]["examples"] = evaluation.metrics.examples;
    result[evaluation.name].update(baselines(evaluation));
    if (evaluation.name == "test") print(test_lines(plan_.task, summary(evaluation.metrics)));
  }
  result["message"] = result_words();
  result["advice"] = plain_advice(report);
  result["forecast"] = forecast_;
  result["actual"] = {{"minutes", seconds() / 60},
                      {"training_minutes", outcome_.seconds / 60},
                      {"memory_bytes", std::max(peak_before_, peak_memory())}};
  progress_.write("result", result);
}

std::string TrainingJob::result_words() const {
  const auto& h = plan_.hyperparameters;
  std::string text;
  for (const auto& evaluation : evaluations_) {
    text += fmt::format("{} {} {:.4f} on {} {} examples", text.empty() ? "" : ";",
                        name(h.eval_metric), evaluation.metrics.value(h.eval_metric),
                        evaluation.metrics.examples, evaluation.name);
    if (h.eval_metric == EvalMetric::Accuracy) {
      text += fmt::format(" (always answering the commonest class: {:.4f}",
                          evaluation.majority_baseline);
      if (evaluation.linear_baseline) {
        text += fmt::format("; a linear model on {}: {:.4f}", facts_of(plan_.task).baseline,
                            *evaluation.linear_baseline);
      }
      text += ")";
    }
  }
  if (text.empty()) return "No held-out data, so nothing was measured; the last epoch is kept";
  return fmt::format("Epoch {} of {} is kept:{}", outcome_.best_epoch + 1, outcome_.history.size(),
                     text);
}

Json TrainingJob::training_record() const {
  Json record = {{"format", 1},
                 {"task", name(plan_.task)},
                 {"parent",
                  {{"model_id", model_id_},
                   {"model_type", parent_.model_type},
                   {"sha256", parent_.hash},
                   {"fine_tuned_before", parent_.top_layer.has_value()},
                   {"top_layer", fresh_head_ ? "reinitialized" : "kept"}}}};
  const Json ancestry = to_json(ancestry_);
  for (const auto& [member, value] : ancestry.items()) record[member] = value;
  record["data"] = {{"sha256", data_.hash},
                    {"labels", data_.labels},
                    {"training", data_.training.counts},
                    {"validation_is_a_split", data_.split}};
  if (data_.validation) record["data"]["validation"] = data_.validation->counts;
  if (data_.test) record["data"]["test"] = data_.test->counts;
  Json& settings = record["hyperparameters"] = Json::object();
  for (const auto& [key, value] : hyperparameter_fields(plan_.task).values(plan_.hyperparameters)) {
    settings[key] = value;
  }
  record["seed"] = plan_.hyperparameters.seed;
  record["precision"] = name(plan_.precision);
  record["threads"] = threads_;
  record["best_epoch"] = outcome_.best_epoch + 1;
  record["history"] = outcome_.history;
  Json& metrics = record["metrics"] = Json::object();
  for (const auto& evaluation : evaluations_) {
    metrics[evaluation.name] = summary(evaluation.metrics);
    metrics[evaluation.name].update(baselines(evaluation));
  }
  record["versions"] = {{"sempurna", SEMPURNA_VERSION}, {"libtorch", TORCH_VERSION}};
  return record;
}

Circumstances TrainingJob::circumstances() const {
  Circumstances c;
  c.job = job_.root.filename().string();
  c.seconds = seconds();
  c.started = static_cast<double>(std::time(nullptr)) - c.seconds;
  for (const auto& channel : channels_) {
    if (channel == "model") continue;
    const fs::path place = job_.channel_source(channel);
    c.data.emplace_back(channel, with_s3_places(place.string(), home_folder()));
  }
  c.version = SEMPURNA_VERSION;
  c.forecast_minutes = {forecast_.value("minutes_low", 0.0), forecast_.value("minutes_high", 0.0)};
  c.memory_bytes = peak_memory();
  c.memory_forecast_bytes = forecast_.value("memory_bytes", uint64_t{0});
  return c;
}

RunReport TrainingJob::make_report() {
  RunReport r;
  r.task = name(plan_.task);
  r.model_id = model_id_;
  r.ancestry = ancestry_;
  r.model_type = parent_.model_type;
  r.parameters = size_.parameters;
  r.trained_parameters = size_.trained_parameters;
  r.labels = data_.labels;
  r.binary_mode = plan_.loss.binary;
  r.eval_metric = (data_.validation ? "val_" : "") + value_text(plan_.hyperparameters.eval_metric);
  r.history = outcome_.history;
  r.best_epoch = outcome_.best_epoch + 1;
  r.precision = name(plan_.precision);
  r.evaluations = evaluations_;
  r.balance.push_back({"training", data_.training.counts});
  if (data_.validation) r.balance.push_back({"validation", data_.validation->counts});
  if (data_.test) r.balance.push_back({"test", data_.test->counts});
  r.settings = hyperparameter_fields(plan_.task).values(plan_.hyperparameters);
  r.language = name(plan_.hyperparameters.report_language);
  // The report travels: places are told below the channels, not on this machine.
  const std::string here = (job_.root / "input" / "data").string() + "/";
  const auto travelling = [&](std::string text) {
    for (size_t at; (at = text.find(here)) != std::string::npos;) text.erase(at, here.size());
    return text;
  };
  for (Finding finding : data_.findings) {
    finding.file = travelling(finding.file);
    finding.message = travelling(finding.message);
    finding.remedy = travelling(finding.remedy);
    r.findings.push_back(std::move(finding));
  }
  return r;
}

}  // namespace sempurna
