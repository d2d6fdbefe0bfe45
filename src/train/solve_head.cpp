#include "train/solve_head.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/error.h"
#include "base/lbfgs.h"
#include "tensor/device.h"

namespace sempurna {

namespace {

constexpr std::array kPenalties = {1.0, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001, 0.0003, 0.0001};
constexpr std::array kMiddlePenalty = {0.1};
constexpr std::array kNoPenalty = {0.0};

/// A tensor of a head that the penalty is on: not a bias.
bool has_penalty(const Tensor& tensor) {
  return tensor.dim() >= 2;
}

bool is_linear(const std::vector<Parameter>& head) {
  return head.size() == 2 && head[0].tensor.dim() == 2 && head[1].tensor.dim() == 1;
}

bool is_linear(const std::vector<Parameter>& head, int64_t width) {
  return is_linear(head) && head[0].tensor.size(1) == width;
}

}  // namespace

std::span<const double> head_penalties(const Model& model, bool validation) {
  const auto& all = model.parameters();
  const bool any = std::any_of(all.begin(), all.end(), [](const Parameter& one) {
    return one.part == Part::Head && !one.buffer && has_penalty(one.tensor);
  });
  if (!any) return kNoPenalty;
  if (validation) return kPenalties;
  return kMiddlePenalty;
}

// The pairs that are remembered; two places with their gradients, a direction, where it begins and
// what is returned.
uint64_t HeadSolver::bytes(int64_t weights) {
  constexpr int64_t kVectors = 2 * LbfgsOptions{}.pairs + 7;
  return static_cast<uint64_t>(kVectors * weights) * sizeof(float);
}

// As seen of MobileNetV2 and SqueezeNet.
int64_t HeadSolver::likely_passes(const Model& model) {
  return is_linear(trained_parameters(model, true)) ? 40 : 90;
}

HeadSolver::HeadSolver(Model& model, ExampleSource& training, const TrainingPlan& plan)
    : model_(model),
      training_(training),
      plan_(plan),
      views_(plan.hyperparameters.augmentation ? plan.hyperparameters.augmentation_views : 1),
      head_(trained_parameters(model, true)) {
  measure_features();
  for (const auto& parameter : head_) {
    const HostValues values(parameter.tensor);
    start_.insert(start_.end(), values.data(), values.data() + values.count());
  }
  if (!means_.empty()) std::fill(start_.begin(), start_.end(), 0.0F);
}

void HeadSolver::each_batch(const std::function<void(const Examples&)>& use) const {
  for (int64_t view = 0; view < views_; ++view) {
    const Batches batches = ordered_batches(training_.size(), kRows);
    training_.begin(share_of(plan_.place.world, batches), static_cast<uint64_t>(view),
                    plan_.hyperparameters.augmentation);
    for (size_t k = 0; k < batches.size(); ++k) use(training_.next());
  }
}

void HeadSolver::measure_features() {
  at::Tensor sum, squares;
  int64_t width = 0;
  each_batch([&](const Examples& examples) {
    if (width == 0) {
      width = examples.features.size(1) - model_.scores();
      sum = at::zeros({width}, at::kDouble);
      squares = at::zeros({width}, at::kDouble);
    }
    // Those of another head may be whole maps, too many for the copies here.
    if (!is_linear(head_, width)) return;
    const Tensor features = examples.features.narrow(1, 0, width).to(at::kDouble);
    sum += on_host(features.sum(0));
    squares += on_host(features.square().sum(0));
  });
  if (!is_linear(head_, width)) return;
  for (const Tensor& sums : {sum, squares}) {
    plan_.place.world.get().sum(std::span(sums.data_ptr<double>(), static_cast<size_t>(width)));
  }
  const auto count = static_cast<double>(training_.size() * views_);
  for (int64_t j = 0; j < width; ++j) {
    const double mean = sum.data_ptr<double>()[j] / count;
    const double variance = squares.data_ptr<double>()[j] / count - mean * mean;
    means_.push_back(static_cast<float>(mean));
    scales_.push_back(variance > 1e-10 ? static_cast<float>(1 / std::sqrt(variance)) : 0);
  }
}

void HeadSolver::place(std::span<const float> x) const {
  const float* from = x.data();
  std::vector<HostValues> head;
  for (const auto& parameter : head_) {
    const HostValues& to = head.emplace_back(parameter.tensor);
    std::copy(from, from + to.count(), to.data());
    from += to.count();
    parameter.tensor.unsafeGetTensorImpl()->bump_version();
  }
  if (!means_.empty()) unstandardise(head[0].data(), head[1].data());
  for (const HostValues& values : head) values.store();
}

/// Over standardised features the weights are v and the biases c: w = v · scale, and b = c minus
/// what the means add.
void HeadSolver::unstandardise(float* weights, float* biases) const {
  const int64_t width = std::ssize(means_);
  for (int64_t k = 0; k < head_[0].tensor.size(0); ++k) {
    double shift = 0;
    for (int64_t j = 0; j < width; ++j) {
      float& w = weights[k * width + j];
      w *= scales_[static_cast<size_t>(j)];
      shift += double{w} * means_[static_cast<size_t>(j)];
    }
    biases[k] -= static_cast<float>(shift);
  }
}

void HeadSolver::gather(std::span<float> gradient) const {
  float* to = gradient.data();
  for (const auto& parameter : head_) {
    Tensor& computed = parameter.tensor.mutable_grad();
    if (!computed.defined()) computed = at::zeros_like(parameter.tensor.detach());
    const HostValues values(computed.contiguous());
    to = std::copy(values.data(), values.data() + values.count(), to);
    computed = Tensor();
  }
  plan_.place.world.get().sum(gradient);
  if (means_.empty()) return;
  const int64_t width = std::ssize(means_);
  const int64_t classes = head_[0].tensor.size(0);
  const float* of_biases = gradient.data() + classes * width;
  for (int64_t k = 0; k < classes; ++k) {
    for (int64_t j = 0; j < width; ++j) {
      float& g = gradient[static_cast<size_t>(k * width + j)];
      g = (g - of_biases[k] * means_[static_cast<size_t>(j)]) * scales_[static_cast<size_t>(j)];
    }
  }
}

double HeadSolver::value(std::span<const float> x, double penalty,
                         std::span<float> gradient) const {
  place(x);
  Pass pass;
  pass.precision = plan_.precision;
  double loss = 0;
  const auto all = static_cast<double>(training_.size() * views_);
  each_batch([&](const Examples& examples) {
    if (examples.size() == 0) return;
    const double share = static_cast<double>(examples.size()) / all;
    const Tensor mean =
        cross_entropy(model_.classify(examples.features, pass), examples.labels, plan_.loss) *
        share;
    mean.backward();
    loss += mean.item<double>();
  });
  plan_.place.world.get().sum(std::span(&loss, 1));
  gather(gradient);
  size_t at = 0;
  double squares = 0;
  for (const auto& parameter : head_) {
    const auto end = at + static_cast<size_t>(parameter.tensor.numel());
    for (; at < end && has_penalty(parameter.tensor); ++at) {
      squares += double{x[at]} * double{x[at]};
      gradient[at] += static_cast<float>(penalty) * x[at];
    }
    at = end;
  }
  return loss + penalty / 2 * squares;
}

StepResult HeadSolver::solve(double penalty, const std::function<void(int64_t passes)>& alive) {
  std::vector<float> x = start_;
  int64_t passes = 0;
  minimise(x,
           [&](std::span<const float> at, std::span<float> gradient) {
             if (alive) alive(passes++);
             return value(at, penalty, gradient);
           },
           {.most_steps = kMostSteps});
  place(x);
  const at::NoGradGuard no_grad;
  StepResult result;
  each_batch([&](const Examples& examples) {
    if (examples.size() == 0) return;
    const Tensor logits = logits_of(model_, examples, {});
    result.loss += cross_entropy(logits, examples.labels, plan_.loss).item<double>() *
                   static_cast<double>(examples.size());
    result.right += count_right(logits, examples.labels, plan_.loss.binary);
    result.examples += examples.size();
  });
  if (result.examples > 0) result.loss /= static_cast<double>(result.examples);
  result = over_ranks(plan_.place.world, result);
  if (!std::isfinite(result.loss)) {
    throw Error(Code::InvalidArgument,
                "the features of the training data give no finite loss; choose another optimizer "
                "than lbfgs, or another model");
  }
  return result;
}

}  // namespace sempurna
