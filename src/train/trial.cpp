#include "train/trial.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <algorithm>
#include <vector>

#include "base/error.h"
#include "base/machine_memory.h"
#include "tensor/guard.h"
#include "train/solve_head.h"
#include "train/trainer.h"

namespace sempurna {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int64_t kTimedSteps = 5;
constexpr double kTimedSeconds = 2;  ///< after which so many are not waited for
constexpr int kHeadSteps = 3;

double seconds_since(Clock::time_point then) {
  return std::chrono::duration<double>(Clock::now() - then).count();
}

/// Puts a model's head back as it was.
class HeadUntouched {
 public:
  explicit HeadUntouched(const Model& model) : tensors_(model_tensors(model, true)) {
    for (const auto& [name, tensor] : tensors_) before_.push_back(tensor.clone());
  }
  ~HeadUntouched() {
    const at::NoGradGuard no_grad;
    for (size_t k = 0; k < tensors_.size(); ++k) tensors_[k].second.copy_(before_[k]);
  }
  HeadUntouched(const HeadUntouched&) = delete;
  HeadUntouched& operator=(const HeadUntouched&) = delete;

 private:
  std::vector<NamedTensor> tensors_;
  std::vector<Tensor> before_;
};

/// So many rows, from these few; no other copy is made on the way, for the peak is watched.
Examples repeated(const Examples& few, int64_t rows) {
  Examples all;
  all.features = at::empty({rows, few.features.size(1)}, few.features.options());
  all.labels = at::empty({rows}, few.labels.options());
  for (int64_t done = 0; done < rows; done += few.size()) {
    const int64_t count = std::min(few.size(), rows - done);
    all.features.narrow(0, done, count).copy_(few.features.narrow(0, 0, count));
    all.labels.narrow(0, done, count).copy_(few.labels.narrow(0, 0, count));
  }
  return all;
}

}  // namespace

FirstSteps::FirstSteps(Clock::time_point began) {
  trial_.most_bytes_before = peak_memory();
  reset_peak_memory();
  trial_.base_bytes = resident_memory();
  trial_.seconds_before = seconds_since(began);
}

void FirstSteps::start() {
  before_ = Clock::now();
}

void FirstSteps::step(int64_t weight) {
  const double seconds = seconds_since(before_);
  if (steps_++ == 0) {
    first_seconds_ = seconds;
    first_weight_ = weight;
  } else {
    trial_.seconds += seconds;
    trial_.weight += weight;
  }
  trial_.heaviest = std::max(trial_.heaviest, weight);
  trial_.peak_bytes = peak_memory();
  before_ = Clock::now();
}

bool FirstSteps::enough() const {
  return steps_ > kTimedSteps || (steps_ > 1 && trial_.seconds > kTimedSeconds);
}

Trial FirstSteps::trial() const {
  Trial trial = trial_;
  if (steps_ == 1) {
    trial.seconds = first_seconds_;
    trial.weight = first_weight_;
  } else {
    trial.first_seconds = first_seconds_;
    trial.first_weight = first_weight_;
  }
  return trial;
}

void run_first_step(int64_t examples, const TrainingPlan& plan, const std::function<void()>& step) {
  try {
    with_torch_errors(step);
  } catch (const Error& error) {
    if (error.code() != Code::ResourceLimit) throw;
    throw Error(Code::ResourceLimit,
                "a batch of {} examples needs more memory than the {} that is available; {}",
                examples, bytes_text(available_memory()), smaller_batch(examples / 2, plan));
  }
}

std::string smaller_batch(int64_t examples, const TrainingPlan& plan) {
  // Passes without gradients have batches of their own size.
  if (plan.head_only && examples < kEvaluationBatch) return "choose a smaller model";
  return fmt::format("set batch_size to {} or less{}", std::max<int64_t>(1, examples),
                     plan.head_only ? "" : ", or train_only_top_layer to True");
}

void try_head(Model& model, const Examples& features, int64_t rows, const TrainingPlan& plan,
              Trial& trial) {
  const at::AutoGradMode with_gradients(true);  // which a pass through the backbone has not
  const HeadUntouched untouched(model);
  TrainingPlan own = plan;
  own.place.world = single_world();  // each rank tries what it has, when it has it
  const auto& h = plan.hyperparameters;
  const bool solved = h.optimizer == OptimizerKind::Lbfgs;
  Optimizer optimizer(h, trained_parameters(model, true));
  // The solver computes with more examples at once than a step does.
  const Examples some =
      repeated(features, std::min(rows, solved ? HeadSolver::kRows : h.batch_size));
  trial.feature_width = features.features.size(1);
  for (int k = 0; k < kHeadSteps; ++k) {
    const auto began = Clock::now();
    training_step(model, some, own, optimizer, 0, h.learning_rate, "the trial step");
    trial.head_seconds = seconds_since(began) / static_cast<double>(some.size());
  }
  trial.head_peak_bytes = peak_memory();
}

}  // namespace sempurna
