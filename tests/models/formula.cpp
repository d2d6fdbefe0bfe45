#include "models/formula.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/files.h"
#include "models/architectures.h"
#include "models/golden.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

Json read(const char* file) {
  return read_json(source_tree() / "tests/golden/models" / file);
}

Json logits_reference(const std::string& architecture) {
  const Json torchvision = read("torchvision_formula.json").at("models");
  return torchvision.contains(architecture) ? torchvision.at(architecture)
                                            : read("formula_logits.json").at(architecture);
}

float value_of(const Parameter& parameter, double wave) {
  if (parameter.name.ends_with("running_var")) return static_cast<float>(1 + 0.5 * wave * wave);
  if (parameter.name.ends_with("running_mean")) return static_cast<float>(0.1 * wave);
  if (parameter.tensor.dim() > 1) {
    const auto inputs = static_cast<double>(parameter.tensor.numel() / parameter.tensor.size(0));
    return static_cast<float>(wave * std::sqrt(3 / inputs));
  }
  const bool scale = parameter.name.ends_with("weight");
  return static_cast<float>(scale ? 1 + 0.1 * wave : 0.1 * wave);
}

double even_wave(int64_t tensor, int64_t element) {
  const double place = 12.9898 * static_cast<double>(element + 1);
  return std::sin(place + 78.233 * static_cast<double>(tensor + 1));
}

double quickening_wave(int64_t tensor, int64_t element) {
  const auto place = static_cast<double>((element + 1009 * tensor) % 10007);
  return std::sin(0.001 * place * place);
}

constexpr double kRoundings = 20;

Batch pictures(int64_t count, int64_t side, double (*value)(int64_t)) {
  Tensor pixels = at::empty({count, 3, side, side}, at::kFloat);
  for (int64_t i = 0; i < pixels.numel(); ++i) {
    pixels.data_ptr<float>()[i] = static_cast<float>(value(i));
  }
  const std::vector<int64_t> labels = {2, 0, 1, 4};
  Batch batch;
  batch.pixels = pixels.contiguous(at::MemoryFormat::ChannelsLast);
  batch.labels = at::tensor(labels, at::kLong).narrow(0, 0, count).clone();
  return batch;
}

}  // namespace

FormulaModel::FormulaModel(const std::string& architecture, Wave wave)
    : architecture_(architecture),
      model_(build_model({Json{{"architecture", architecture}}, nullptr, 5, true, 1})) {
  std::vector<const Parameter*> sorted;
  for (const auto& parameter : model_->parameters()) sorted.push_back(&parameter);
  std::sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->name < b->name; });
  for (size_t k = 0; k < sorted.size(); ++k) {
    if (!sorted[k]->tensor.is_floating_point()) continue;
    auto* values = sorted[k]->tensor.data_ptr<float>();
    for (int64_t i = 0; i < sorted[k]->tensor.numel(); ++i) {
      values[i] = value_of(*sorted[k], wave(static_cast<int64_t>(k), i));
    }
  }
}

FormulaModel FormulaModel::of_logits(const std::string& architecture) {
  FormulaModel model(architecture, even_wave);
  model.reference_ = logits_reference(architecture);
  model.batch_ = pictures(2, model.reference_.value("side", 224),
                          [](int64_t i) { return std::sin(0.37 * static_cast<double>(i)); });
  return model;
}

FormulaModel FormulaModel::of_gradients(const std::string& architecture) {
  FormulaModel model(architecture, quickening_wave);
  model.reference_ = read("torchvision_gradients.json").at(architecture);
  model.batch_ = pictures(model.reference_.at("batch"), model.reference_.at("side"),
                          [](int64_t i) { return quickening_wave(0, i); });
  return model;
}

void FormulaModel::expect_same_size() const {
  int64_t trained = 0;
  for (const auto& parameter : model_->parameters()) {
    if (!parameter.buffer) trained += parameter.tensor.numel();
  }
  EXPECT_EQ(trained, reference_.at("parameters").get<int64_t>());
  EXPECT_EQ(model_->parameters().size(), reference_.at("tensors").get<size_t>());
}

void FormulaModel::expect_logits(double tolerance) const {
  const Tensor want =
      at::tensor(reference_.at("eval_logits").get<std::vector<float>>(), at::kFloat).view({2, 5});
  const at::NoGradGuard no_grad;
  const Tensor got = logits_of(*model_, batch_);
  ASSERT_EQ(got.sizes(), want.sizes());
  // With weights by a formula some models multiply roundings, which differ between processors: in
  // them many of what one of the pixels alone does are no fault.
  Batch rounded = batch_;
  rounded.pixels = rounded.pixels * (1 + std::numeric_limits<float>::epsilon());
  const double one = (logits_of(*model_, rounded) - got).abs().max().item<double>();
  EXPECT_LE((got - want).abs().max().item<double>(), std::max(tolerance, kRoundings * one))
      << got << "\nexpected\n"
      << want;
}

void FormulaModel::expect_gradients(bool training) const {
  const Json& want = reference_.at(training ? "training" : "evaluation");
  const double tolerance = std::max(1e-3, 2 * want.at("rounding").get<double>());
  Pass pass;
  pass.training = training;
  pass.backbone_dropout = 0;
  const Tensor loss = at::cross_entropy_loss(logits_of(*model_, batch_, pass), batch_.labels);
  EXPECT_NEAR(loss.item<double>(), want.at("loss").get<double>(), 1e-4);
  loss.backward();
  const Json& gradients = want.at("gradients");
  double largest = 0;
  for (const auto& gradient : gradients) largest = std::max(largest, gradient[0].get<double>());
  for (const auto& parameter : model_->parameters()) {
    if (parameter.buffer) continue;
    ASSERT_TRUE(gradients.contains(parameter.name)) << parameter.name;
    ASSERT_TRUE(parameter.tensor.grad().defined()) << parameter.name << " has no gradient";
    const Tensor gradient = parameter.tensor.grad().to(at::kDouble).flatten();
    const Tensor waves = at::arange(1, gradient.numel() + 1, at::kDouble).sin();
    const auto norm = gradients.at(parameter.name)[0].get<double>();
    const auto projection = gradients.at(parameter.name)[1].get<double>();
    const double limit = tolerance * (norm + 1e-3 * largest);
    EXPECT_NEAR(gradient.norm().item<double>(), norm, limit) << parameter.name;
    EXPECT_NEAR((gradient * waves).sum().item<double>(), projection, limit) << parameter.name;
  }
}

}  // namespace sempurna
