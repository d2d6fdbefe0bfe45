#include "train/trial.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <chrono>
#include <vector>

#include "base/error.h"
#include "tensor/guard.h"
#include "train/checkpoint.h"
#include "train/machine_memory.h"
#include "train/run_size.h"
#include "train/solve_head.h"
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
// Examples in the epochs among whose batches the heaviest is sought.
constexpr int64_t kMostLookedAt = 5'000'000;

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

/// The batch with most to compute of those offered, the first of equal ones.
class Heaviest {
 public:
  void offer(ExampleSource& source, const Batches& batches) {
    for (const auto& batch : batches) {
      int64_t weight = 0;
      for (const int64_t position : batch) weight += source.weight(position);
      if (weight <= weight_) continue;
      weight_ = weight;
      source_ = &source;
      batch_ = batch;
    }
  }
  const ExampleSource* source() const { return source_; }
  /// Uses it twice, with as many like it in memory as a run makes ahead.
  template <typename Use>
  void use_twice(bool augment, const Use& use) const {
    source_->begin(Batches(kBatches, batch_), 0, augment);
    std::vector<Examples> ahead;
    while (ahead.size() < kBatches) ahead.push_back(source_->next());
    source_->begin({}, 0, false);
    use(ahead[0]);
    use(ahead[1]);
  }

 private:
  int64_t weight_ = -1;
  ExampleSource* source_ = nullptr;
  std::vector<int64_t> batch_;
};

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

  /// What takes most memory in a run: the heaviest batch of all epochs, and of any evaluation.
  void heaviest(std::span<ExampleSource* const> held_out) {
    const auto& h = plan_.hyperparameters;
    loaded_.clear();
    if (!plan_.head_only) {
      Heaviest of_epochs;
      const int64_t looked_at = std::min(h.epochs, 1 + kMostLookedAt / training_.size());
      for (int64_t epoch = 0; epoch < looked_at; ++epoch) {
        of_epochs.offer(training_, training_batches(training_.size(), h.batch_size,
                                                    static_cast<uint64_t>(h.seed),
                                                    static_cast<uint64_t>(epoch)));
      }
      of_epochs.use_twice(h.augmentation, [&](const Examples& examples) { step(examples); });
    }
    Heaviest of_evaluations;
    of_evaluations.offer(training_, ordered_batches(training_.size(), evaluation_batch(h)));
    for (ExampleSource* source : held_out) {
      of_evaluations.offer(*source, ordered_batches(source->size(), evaluation_batch(h)));
    }
    try {
      with_torch_errors([&] {
        of_evaluations.use_twice(plan_.head_only && h.augmentation, [&](const Examples& examples) {
          plan_.head_only ? static_cast<void>(features(examples)) : forward(examples);
        });
      });
    } catch (const Error& error) {
      // Held-out data that cannot be read are told of where they are measured.
      if (of_evaluations.source() == &training_) throw;
    }
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

  /// Seconds of a checkpoint.
  double save(const fs::path& scratch) const {
    auto tensors = model_tensors(model_, plan_.head_only);
    const auto& state = optimizer_.state();
    tensors.insert(tensors.end(), state.begin(), state.end());
    CheckpointStore store(scratch, Json::object());
    const double seconds = seconds_of(tensors, [&](const auto& some) {
      store.save({Json::object(), some, {}});
      store.finish();
    });
    fs::remove_all(scratch);
    return seconds;
  }

 private:
  Batches first_batches() const {
    const auto& h = plan_.hyperparameters;
    auto batches =
        training_batches(training_.size(), h.batch_size, static_cast<uint64_t>(h.seed), 0);
    batches.resize(std::min(batches.size(), kBatches));
    return batches;
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

/// As many examples as the solver computes with at once, from these few.
Examples as_solved(const Examples& few, const ExampleSource& training) {
  const int64_t rows = std::min(HeadSolver::kRows, training.size());
  const int64_t times = (rows + few.size() - 1) / few.size();
  Examples all;
  all.features = few.features.repeat({times, 1}).narrow(0, 0, rows).clone();
  all.labels = few.labels.repeat({times}).narrow(0, 0, rows);
  return all;
}

}  // namespace

Trial try_steps(Model& model, ExampleSource& training, std::span<ExampleSource* const> held_out,
                const TrainingPlan& plan, const fs::path& scratch) {
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
    if (plan.hyperparameters.optimizer == OptimizerKind::Lbfgs)
      trials.step(as_solved(kept, training));
    trial.forward_seconds = steady_seconds([&](size_t) { trials.forward(kept); }) / examples;
  } else {
    trial.step_seconds = steady_seconds([&](size_t k) { trials.step(trials.loaded(k)); });
    trial.forward_seconds =
        steady_seconds([&](size_t k) { trials.forward(trials.loaded(k)); }) / examples;
  }
  trials.heaviest(held_out);
  trial.save_seconds = trials.save(scratch);
  // The copies that put everything back are among it: what they took is used again, not returned.
  trial.peak_bytes = std::max(peak_memory(), before);
  return trial;
}

}  // namespace sempurna
