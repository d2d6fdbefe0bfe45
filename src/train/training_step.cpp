#include "train/training_step.h"

#include <ATen/ATen.h>

#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

[[noreturn]] void throw_diverged(const std::string& where, const Hyperparameters& h) {
  throw Error(Code::InvalidArgument,
              "training diverged at {}: the loss or its gradient is no longer a finite number; "
              "lower learning_rate, which is {}",
              where, h.learning_rate);
}

/// What a rank's own examples give.
struct Local {
  Tensor loss;
  StepResult result;
};

/// How often the weights were changed in place.
double changes(const Model& model) {
  double sum = 0;
  for (const auto& parameter : model.parameters()) {
    if (!parameter.buffer) sum += static_cast<double>(parameter.tensor._version());
  }
  return sum;
}

Local forward(Model& model, const Examples& examples, const TrainingPlan& plan, const Pass& pass) {
  const Tensor logits = logits_of(model, examples, pass);
  Tensor loss = cross_entropy(logits, examples.labels, plan.loss);
  if (plan.loss.l2 > 0) loss = loss + l2_penalty(model.classification_weight(), plan.loss.l2);
  const int64_t right = count_right(logits.detach(), examples.labels, plan.loss.binary);
  return {loss, {loss.item<double>(), right, examples.size()}};
}

/// Sums the gradients over the ranks, zeros where a rank had no example to compute them from, and
/// brings to all what the first rank's pass changed by itself: running values, and the weights of
/// norms that it unfolded.
void bring_together(const Model& model, const TrainingPlan& plan, bool weights_changed) {
  World& world = plan.place.world;
  std::vector<Tensor> trained;
  std::vector<Tensor> others;
  for (const auto& parameter : model.parameters()) {
    (parameter.tensor.requires_grad() ? trained : others).push_back(parameter.tensor);
  }
  std::vector<double> has(trained.size());
  for (size_t k = 0; k < has.size(); ++k) has[k] = trained[k].grad().defined() ? 1 : 0;
  world.sum(std::span(has));
  std::vector<Tensor> gradients;
  for (size_t k = 0; k < has.size(); ++k) {
    if (has[k] == 0) continue;
    Tensor& gradient = trained[k].mutable_grad();
    if (!gradient.defined()) gradient = at::zeros_like(trained[k].detach());
    gradients.push_back(gradient);
  }
  sum_over_ranks(world, gradients);
  if (plan.head_only) return;
  take_from_first(world, others);
  if (any_rank(world, weights_changed)) take_from_first(world, trained);
}

}  // namespace

StepResult over_ranks(World& world, StepResult own) {
  if (world.alone()) return own;
  const auto examples = static_cast<double>(own.examples);
  double sums[] = {own.examples > 0 ? own.loss * examples : 0, static_cast<double>(own.right),
                   examples};
  world.sum(sums);
  return {sums[0] / sums[2], static_cast<int64_t>(sums[1]), static_cast<int64_t>(sums[2])};
}

int64_t count_right(const Tensor& logits, const Tensor& labels, bool binary) {
  const Tensor answers = binary ? logits.reshape({-1}).gt(0).to(at::kLong) : logits.argmax(1);
  return answers.eq(labels).sum().item<int64_t>();
}

std::vector<Parameter> trained_parameters(const Model& model, bool head_only) {
  std::vector<Parameter> trained;
  for (const auto& parameter : model.parameters()) {
    if (parameter.buffer) continue;
    const bool train = !head_only || parameter.part == Part::Head;
    parameter.tensor.set_requires_grad(train);
    if (train) trained.push_back(parameter);
  }
  return trained;
}

std::vector<NamedTensor> model_tensors(const Model& model, bool head_only) {
  std::vector<NamedTensor> tensors;
  for (const auto& parameter : model.parameters()) {
    if (head_only && parameter.part != Part::Head) continue;
    tensors.emplace_back("model." + parameter.name, parameter.tensor.detach());
  }
  return tensors;
}

Tensor logits_of(Model& model, const Examples& examples, const Pass& pass) {
  const Tensor features =
      examples.features.defined() ? examples.features : model.features(examples.batch, pass);
  return model.classify(features, pass);
}

StepResult training_step(Model& model, const Examples& examples, const TrainingPlan& plan,
                         Optimizer& optimizer, int64_t number, double learning_rate,
                         const std::string& where) {
  World& world = plan.place.world;
  Pass pass;
  pass.training = true;
  pass.precision = plan.precision;
  pass.head_dropout = plan.head_dropout;
  pass.seed = mix(static_cast<uint64_t>(plan.hyperparameters.seed), static_cast<uint64_t>(number));
  if (!world.alone()) pass.seed = mix(pass.seed, static_cast<uint64_t>(world.rank()));

  const double before = world.alone() ? 0 : changes(model);
  const Local local = examples.size() > 0 ? forward(model, examples, plan, pass) : Local();
  const StepResult result = over_ranks(world, local.result);
  if (!std::isfinite(result.loss)) throw_diverged(where, plan.hyperparameters);
  if (local.loss.defined()) {
    const auto share = static_cast<double>(local.result.examples);
    const auto whole = static_cast<double>(result.examples);
    (world.alone() ? local.loss : local.loss * (share / whole)).backward();
  }
  if (!world.alone()) bring_together(model, plan, changes(model) != before);
  if (!optimizer.gradients_are_finite()) {
    optimizer.clear_gradients();
    throw_diverged(where, plan.hyperparameters);
  }
  optimizer.step(learning_rate);
  optimizer.clear_gradients();
  return result;
}

}  // namespace sempurna
