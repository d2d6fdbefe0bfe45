#include "train/forecast.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "base/error.h"
#include "train/machine_memory.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kSmallBatch = 4;
// Around the middle estimate: other load on the machine and texts of other lengths.
constexpr double kLow = 0.8;
constexpr double kHigh = 1.4;
// Reading weights, the final evaluation's bookkeeping, writing the model.
constexpr double kOverheadSeconds = 2;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

/// Puts a model's tensors back as they were.
class Untouched {
 public:
  Untouched(const Model& model, bool head_only) : tensors_(model_tensors(model, head_only)) {
    for (const auto& [name, tensor] : tensors_) before_.push_back(tensor.clone());
  }
  ~Untouched() {
    const at::NoGradGuard no_grad;
    for (size_t k = 0; k < tensors_.size(); ++k) tensors_[k].second.copy_(before_[k]);
  }
  Untouched(const Untouched&) = delete;
  Untouched& operator=(const Untouched&) = delete;

 private:
  std::vector<NamedTensor> tensors_;
  std::vector<Tensor> before_;
};

/// Bytes that training holds for each trained parameter beside its value: gradient and slots.
uint64_t held_bytes(int64_t trained, const TrainingPlan& plan) {
  return static_cast<uint64_t>(trained) * sizeof(float) *
         static_cast<uint64_t>(1 + Optimizer::slots(plan.hyperparameters.optimizer));
}

class Trials {
 public:
  Trials(Model& model, ExampleSource& training, const TrainingPlan& plan)
      : model_(model),
        training_(training),
        plan_(plan),
        optimizer_(plan.hyperparameters, trained_parameters(model, plan.head_only)) {}

  /// Loads a batch of so many examples. It is one that the first epoch will use anyway.
  Examples load(int64_t count) {
    const auto& h = plan_.hyperparameters;
    auto batches =
        training_batches(training_.size(), h.batch_size, static_cast<uint64_t>(h.seed), 0);
    auto& first = batches.front();
    first.resize(static_cast<size_t>(std::min<int64_t>(count, std::ssize(first))));
    training_.begin({first}, 0, h.augmentation);
    return training_.next();
  }

  /// One step, or one backbone pass when only the head is trained; returns its seconds.
  double run(const Examples& examples) {
    const auto began = Clock::now();
    if (plan_.head_only) {
      const at::NoGradGuard no_grad;
      Pass pass;
      pass.precision = plan_.precision;
      width = model_.features(examples.batch, pass).size(1);
    } else {
      training_step(model_, examples, plan_, optimizer_, 0, plan_.hyperparameters.learning_rate,
                    "the trial step");
    }
    return seconds_since(began);
  }

  /// Seconds of one example in evaluation mode.
  double forward(const Examples& examples) {
    const at::NoGradGuard no_grad;
    const auto began = Clock::now();
    Pass pass;
    pass.precision = plan_.precision;
    logits_of(model_, examples, pass);
    return seconds_since(began) / static_cast<double>(examples.size());
  }

  int64_t width = 0;

 private:
  Model& model_;
  ExampleSource& training_;
  const TrainingPlan& plan_;
  Optimizer optimizer_;
};

/// Refuses when the small batch shows that the whole one needs more memory than there is.
void require_memory_for(int64_t batch, int64_t tried, uint64_t base, uint64_t held,
                        bool fixed_batch) {
  const uint64_t peak = peak_memory();
  const uint64_t fixed = base + held;
  const double each =
      static_cast<double>(peak - std::min(peak, fixed)) / static_cast<double>(tried);
  const uint64_t now = resident_memory();
  const uint64_t available = available_memory();
  const double needed = static_cast<double>(fixed) + each * static_cast<double>(batch);
  const double more = needed - static_cast<double>(now);
  if (available == 0 || more <= static_cast<double>(available) || batch <= tried) return;
  const double room = static_cast<double>(available + now) - static_cast<double>(fixed);
  const auto fits = static_cast<int64_t>(0.8 * room / each);
  throw Error(Code::ResourceLimit,
              "a batch of {} examples needs about {} more memory, but {} is available; set "
              "batch_size to {} or less{}",
              batch, bytes_text(static_cast<uint64_t>(more)), bytes_text(available),
              std::max<int64_t>(1, fits), fixed_batch ? "" : ", or train_only_top_layer to True");
}

}  // namespace

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
  std::string text =
      fmt::format("{:.1f} million parameters", static_cast<double>(s.parameters) / 1e6);
  if (s.trained_parameters < s.parameters) {
    text +=
        fmt::format(", {:.1f} % of them trained,", 100 * static_cast<double>(s.trained_parameters) /
                                                       static_cast<double>(s.parameters));
  }
  text += fmt::format(" on {} examples", s.training_items);
  if (s.validation_items > 0) text += fmt::format(" ({} more for validation)", s.validation_items);
  return text + fmt::format(", {} epochs, {} steps", s.epochs, s.steps);
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

Trial try_steps(Model& model, ExampleSource& training, const TrainingPlan& plan) {
  const Untouched untouched(model, plan.head_only);
  const int64_t batch = std::min(plan.hyperparameters.batch_size, training.size());
  const int64_t small = std::min(batch, kSmallBatch);
  const auto size = size_of_model(model, plan.head_only);
  const uint64_t base = resident_memory();
  reset_peak_memory();
  Trials trials(model, training, plan);
  trials.run(trials.load(small));  // also builds what is built once
  require_memory_for(batch, small, base, held_bytes(size.trained_parameters, plan), plan.head_only);
  Trial trial;
  const auto began = Clock::now();
  const Examples examples = trials.load(batch);
  trial.load_seconds = seconds_since(began);
  trial.examples = examples.size();
  trial.step_seconds = trials.run(examples);
  trial.forward_seconds = plan.head_only ? trial.step_seconds / static_cast<double>(trial.examples)
                                         : trials.forward(examples);
  trial.feature_width = trials.width;
  const int64_t copied = plan.head_only ? size.trained_parameters : size.parameters;
  const uint64_t copies = static_cast<uint64_t>(copied) * sizeof(float);
  trial.peak_bytes = std::max(peak_memory(), base) - std::min(copies, base);
  return trial;
}

Forecast forecast(const RunSize& size, const Trial& trial, const TrainingPlan& plan) {
  Forecast f;
  const double per_item = trial.step_seconds / static_cast<double>(trial.examples);
  const double load_item = trial.load_seconds / static_cast<double>(trial.examples);
  const auto training = static_cast<double>(size.training_items);
  const auto validation = static_cast<double>(size.validation_items);
  const auto test = static_cast<double>(size.test_items);
  double seconds = kOverheadSeconds;
  if (plan.head_only) {
    seconds += (static_cast<double>(size.feature_rows) + validation + test) *
               std::max(per_item, load_item);
  } else {
    // The first pass makes the batches from the files, later ones from what was kept.
    seconds += static_cast<double>(size.epochs) * (training * per_item) + training * load_item;
    seconds += static_cast<double>(size.epochs + 1) * validation * trial.forward_seconds +
               validation * load_item + test * (trial.forward_seconds + load_item);
  }
  f.minutes_low = kLow * seconds / 60;
  f.minutes_high = kHigh * seconds / 60;
  f.memory_bytes = trial.peak_bytes;
  const uint64_t weights = static_cast<uint64_t>(size.parameters) * sizeof(float);
  const uint64_t changing =
      plan.head_only ? static_cast<uint64_t>(size.trained_parameters) * sizeof(float) : weights;
  const uint64_t slots = held_bytes(size.trained_parameters, plan) -
                         static_cast<uint64_t>(size.trained_parameters) * sizeof(float);
  // Two checkpoints with two best epochs, and the model.
  f.disk_bytes = 2 * (2 * changing + slots) + weights + size.cache_bytes +
                 static_cast<uint64_t>(size.feature_rows + size.validation_items) *
                     static_cast<uint64_t>(trial.feature_width) * sizeof(float);
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
