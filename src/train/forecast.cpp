#include "train/forecast.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include "base/error.h"
#include "dataset/finding.h"
#include "train/checkpoint.h"
#include "train/machine_memory.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kSmallBatch = 4;
// As many as training holds ahead, so that they take no more memory here.
constexpr size_t kBatches = 4;
constexpr size_t kMostTimed = 5;
constexpr double kTrialSeconds = 3;  ///< after which one kind of trial tries no more
// Of a larger checkpoint so much is written, and the rest is reckoned.
constexpr uint64_t kSavedBytes = 64 << 20;
// Of the epochs, that are the best so far.
constexpr double kBestShare = 0.5;
// Around the middle estimate: other load on the machine and texts of other lengths.
constexpr double kLow = 0.8;
constexpr double kHigh = 1.4;
// Reading weights, the final evaluation's bookkeeping, writing the model.
constexpr double kOverheadSeconds = 2;
// Heavier batches of later epochs, the report, and what the system's allocator keeps.
constexpr double kMemoryMargin = 1.05;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

/// The median of a few runs. The first run is not counted: it generates code, and touches memory
/// that later ones find ready.
template <typename Run>
double steady_seconds(const Run& run) {
  run(size_t{0});
  std::vector<double> all;
  const auto began = Clock::now();
  while (all.size() < kMostTimed && (all.empty() || seconds_since(began) < kTrialSeconds)) {
    const auto then = Clock::now();
    run(all.size() + 1);
    all.push_back(seconds_since(then));
  }
  std::sort(all.begin(), all.end());
  return (all[(all.size() - 1) / 2] + all[all.size() / 2]) / 2;
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

  /// Loads a batch of so few examples. They are ones that the first epoch will use anyway.
  Examples load_few(int64_t count) {
    auto batches = first_batches();
    batches.resize(1);
    auto& first = batches.front();
    first.resize(static_cast<size_t>(std::min<int64_t>(count, std::ssize(first))));
    begin(std::move(batches));
    return training_.next();
  }

  /// Loads the first epoch's first batches, which are then used in turn; returns the seconds of one
  /// when all threads load.
  double load() {
    const Batches batches = first_batches();
    const auto began = Clock::now();
    begin(batches);
    loaded_.clear();
    while (loaded_.size() < batches.size() &&
           (loaded_.size() < 2 || seconds_since(began) < kTrialSeconds)) {
      loaded_.push_back(training_.next());
    }
    const double each = seconds_since(began) / static_cast<double>(loaded_.size());
    begin({});  // what was being made ahead would disturb the next trial
    return each;
  }
  const Examples& loaded(size_t k) const { return loaded_[k % loaded_.size()]; }

  /// What takes most memory in a run: the heaviest batch of the first epoch, and of an evaluation.
  void heaviest() {
    const auto& h = plan_.hyperparameters;
    const auto largest = [&](const Batches& batches) {
      return *std::max_element(batches.begin(), batches.end(),
                               [&](const auto& a, const auto& b) { return weight(a) < weight(b); });
    };
    if (!plan_.head_only) {
      begin({largest(
          training_batches(training_.size(), h.batch_size, static_cast<uint64_t>(h.seed), 0))});
      step(training_.next());
    }
    begin({largest(ordered_batches(training_.size(), evaluation_batch(h)))});
    const Examples examples = training_.next();
    plan_.head_only ? static_cast<void>(features(examples)) : forward(examples);
    begin({});
  }

  void step(const Examples& examples) {
    training_step(model_, examples, plan_, optimizer_, 0, plan_.hyperparameters.learning_rate,
                  "the trial step");
  }
  Tensor features(const Examples& examples) {
    const at::NoGradGuard no_grad;
    return model_.features(examples.batch, evaluating()).to(at::kFloat);
  }
  void forward(const Examples& examples) {
    const at::NoGradGuard no_grad;
    logits_of(model_, examples, evaluating());
  }

  /// Fills in the seconds of a checkpoint and of a best epoch.
  void save(const fs::path& scratch, Trial& trial) const {
    auto tensors = model_tensors(model_, plan_.head_only);
    CheckpointStore store(scratch, Json::object());
    trial.best_seconds = seconds_of(tensors, [&](auto& some) { store.save_best(0, some); });
    for (const auto& [name, tensor] : optimizer_.state()) {
      tensors.emplace_back("optimizer." + name, tensor);
    }
    trial.save_seconds = seconds_of(tensors, [&](auto& some) { store.save({}, some); });
    fs::remove_all(scratch);
  }

 private:
  Batches first_batches() const {
    const auto& h = plan_.hyperparameters;
    auto batches =
        training_batches(training_.size(), h.batch_size, static_cast<uint64_t>(h.seed), 0);
    batches.resize(std::min(batches.size(), kBatches));
    return batches;
  }
  int64_t weight(const std::vector<int64_t>& batch) const {
    int64_t sum = 0;
    for (const int64_t position : batch) sum += training_.weight(position);
    return sum;
  }
  void begin(Batches batches) {
    training_.begin(std::move(batches), 0, plan_.hyperparameters.augmentation);
  }
  Pass evaluating() const {
    Pass pass;
    pass.precision = plan_.precision;
    return pass;
  }

  /// Seconds of writing all of them, from writing the first.
  template <typename Write>
  static double seconds_of(const std::vector<NamedTensor>& tensors, const Write& write) {
    uint64_t all = 0, written = 0;
    std::vector<NamedTensor> some;
    for (const auto& named : tensors) {
      if (written < kSavedBytes) {
        some.push_back(named);
        written += named.second.nbytes();
      }
      all += named.second.nbytes();
    }
    const auto began = Clock::now();
    write(some);
    return seconds_since(began) * static_cast<double>(all) / static_cast<double>(written);
  }

  Model& model_;
  ExampleSource& training_;
  const TrainingPlan& plan_;
  Optimizer optimizer_;
  std::vector<Examples> loaded_;
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
  text += fmt::format(" on {}", counted(s.training_items, "examples"));
  if (s.validation_items > 0) text += fmt::format(" ({} more for validation)", s.validation_items);
  return text + ", " + counted(s.epochs, "epochs") + ", " + counted(s.steps, "steps");
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

Trial try_steps(Model& model, ExampleSource& training, const TrainingPlan& plan,
                const fs::path& scratch) {
  const Untouched untouched(model, plan.head_only);
  const int64_t batch = std::min(plan.hyperparameters.batch_size, training.size());
  const int64_t small = std::min(batch, kSmallBatch);
  const auto size = size_of_model(model, plan.head_only);
  const uint64_t base = resident_memory();
  // Tokenising and the simple model may have taken more than any step will.
  const uint64_t before = peak_memory();
  reset_peak_memory();
  Trials trials(model, training, plan);
  const Examples few = trials.load_few(small);
  plan.head_only ? static_cast<void>(trials.features(few)) : trials.step(few);
  require_memory_for(batch, small, base, held_bytes(size.trained_parameters, plan), plan.head_only);

  Trial trial;
  trial.load_seconds = trials.load();
  trial.reload_seconds = std::min(trials.load(), trial.load_seconds);
  trial.examples = trials.loaded(0).size();
  const auto examples = static_cast<double>(trial.examples);
  if (plan.head_only) {
    Examples kept;
    kept.labels = trials.loaded(0).labels;
    kept.features = trials.features(trials.loaded(0));
    trial.feature_width = kept.features.size(1);
    trial.step_seconds = steady_seconds([&](size_t k) { trials.features(trials.loaded(k)); });
    trial.head_step_seconds = steady_seconds([&](size_t) { trials.step(kept); });
    trial.forward_seconds = steady_seconds([&](size_t) { trials.forward(kept); }) / examples;
  } else {
    trial.step_seconds = steady_seconds([&](size_t k) { trials.step(trials.loaded(k)); });
    trial.forward_seconds =
        steady_seconds([&](size_t k) { trials.forward(trials.loaded(k)); }) / examples;
  }
  trials.heaviest();
  trials.save(scratch, trial);
  // The copies that put everything back are among it: what they took is used again, not returned.
  trial.peak_bytes = std::max(peak_memory(), before);
  return trial;
}

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
  if (validation > 0) seconds += kBestShare * epochs * trial.best_seconds;
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
  const uint64_t features = static_cast<uint64_t>(size.feature_rows + size.validation_items) *
                            static_cast<uint64_t>(trial.feature_width) * sizeof(float);
  // The best epoch and kept features are read from files, whose pages count.
  f.memory_bytes = static_cast<uint64_t>(
      kMemoryMargin * static_cast<double>(trial.peak_bytes + changing + features));
  // Two checkpoints with two best epochs; the model and, before any of it goes, its archive, which
  // hardly gets smaller.
  f.disk_bytes = 2 * (2 * changing + slots) + 2 * weights + size.cache_bytes + features;
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
