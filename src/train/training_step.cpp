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

}  // namespace

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
  Pass pass;
  pass.training = true;
  pass.precision = plan.precision;
  pass.head_dropout = plan.head_dropout;
  pass.seed = mix(static_cast<uint64_t>(plan.hyperparameters.seed), static_cast<uint64_t>(number));

  const Tensor logits = logits_of(model, examples, pass);
  Tensor loss = cross_entropy(logits, examples.labels, plan.loss);
  if (plan.loss.l2 > 0) loss = loss + l2_penalty(model.classification_weight(), plan.loss.l2);
  StepResult result{loss.item<double>(), 0, examples.size()};
  if (!std::isfinite(result.loss)) throw_diverged(where, plan.hyperparameters);

  loss.backward();
  if (!optimizer.gradients_are_finite()) {
    optimizer.clear_gradients();
    throw_diverged(where, plan.hyperparameters);
  }
  optimizer.step(learning_rate);
  optimizer.clear_gradients();
  result.right = count_right(logits.detach(), examples.labels, plan.loss.binary);
  return result;
}

}  // namespace sempurna
