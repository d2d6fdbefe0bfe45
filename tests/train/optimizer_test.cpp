#include "train/optimizer.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/error.h"
#include "base/json.h"
#include "catalog/optimizer_slots.h"
#include "support/source_tree.h"

namespace sempurna {
namespace {

Parameter parameter(const std::string& name, Tensor tensor) {
  return {name, tensor.requires_grad_(true), Part::Head, false, true};
}

Tensor tensor_of(const Json& values) {
  return at::tensor(values.get<std::vector<double>>(), at::kFloat);
}

// Ten steps in fp32 stay this near to the same steps in fp64.
constexpr double kRelative = 2e-5;

TEST(Optimizer, KeepsAsManySlotsAsForecastsCount) {
  for (size_t k = 0; k < names_of(OptimizerKind{}).size(); ++k) {
    const auto kind = static_cast<OptimizerKind>(k);
    EXPECT_EQ(Optimizer::slots(kind), static_cast<int64_t>(optimizer_slots(kind))) << k;
  }
}

TEST(Optimizer, StepsAreThoseOfKeras) {
  const Json golden = read_json(source_tree() / "tests/train/golden/optimizer_steps.json");
  ASSERT_GE(golden.at("cases").size(), 7u);
  for (const Json& example : golden.at("cases")) {
    SCOPED_TRACE(example.at("optimizer").dump() + example.at("hyperparameters").dump());
    Hyperparameters h;
    const auto& fields = hyperparameter_fields(Task::ImageClassification);
    fields.set(h, "optimizer", example.at("optimizer").get<std::string>());
    for (const auto& [name, value] : example.at("hyperparameters").items()) {
      fields.set(h, name, value.dump());
    }
    // Two dimensions, so that weight decay applies.
    Tensor w = tensor_of(golden.at("start")).reshape({1, -1}).contiguous();
    Optimizer optimizer(h, {parameter("w", w)});
    for (size_t t = 0; t < example.at("values").size(); ++t) {
      w.mutable_grad() = tensor_of(example.at("gradients")[t]).reshape({1, -1});
      optimizer.step(h.learning_rate);
      for (int64_t i = 0; i < w.numel(); ++i) {
        const double expected = example.at("values")[t][static_cast<size_t>(i)];
        EXPECT_NEAR(w.data_ptr<float>()[i], expected, kRelative * std::max(1.0, std::abs(expected)))
            << "step " << t + 1 << ", value " << i;
      }
    }
  }
}

TEST(Optimizer, ParameterWithoutGradientKeepsItsValue) {
  Hyperparameters h;
  Tensor w = at::ones({3});
  Optimizer optimizer(h, {parameter("w", w)});
  optimizer.step(0.1);
  EXPECT_TRUE(at::equal(w.detach(), at::ones({3})));
  EXPECT_EQ(optimizer.steps(), 1);
}

TEST(Optimizer, WeightDecayLeavesOutBiasesAndNorms) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::AdamW;
  h.weight_decay = 0.5;
  Tensor weight = at::ones({2, 2});
  Tensor bias = at::ones({2});
  Optimizer optimizer(h, {parameter("weight", weight), parameter("bias", bias)});
  weight.mutable_grad() = at::zeros({2, 2});
  bias.mutable_grad() = at::zeros({2});
  optimizer.step(0.1);
  EXPECT_TRUE(at::allclose(weight.detach(), at::full({2, 2}, 0.95)));
  EXPECT_TRUE(at::equal(bias.detach(), at::ones({2})));
}

TEST(Optimizer, GradientInAnotherMemoryOrderIsReadByPosition) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::Sgd;
  h.momentum = 0;
  Tensor w = at::zeros({2, 3, 2, 2});
  Optimizer optimizer(h, {parameter("w", w)});
  const Tensor gradient = at::arange(24, at::kFloat).reshape({2, 3, 2, 2});
  w.mutable_grad() = gradient.contiguous(at::MemoryFormat::ChannelsLast);
  optimizer.step(1);
  EXPECT_TRUE(at::equal(w.detach(), -gradient));
}

TEST(Optimizer, ResultDoesNotDependOnTheNumberOfThreads) {
  const Tensor start = at::linspace(-1, 1, 300001);
  const Tensor gradient = at::sin(at::linspace(0, 100, 300001));
  const auto run = [&](int threads) {
    at::set_num_threads(threads);
    Hyperparameters h;
    Tensor w = start.clone();
    Optimizer optimizer(h, {parameter("w", w)});
    for (int t = 0; t < 3; ++t) {
      w.mutable_grad() = gradient.roll(t);
      optimizer.step(0.01);
    }
    return w.detach();
  };
  const int before = at::get_num_threads();
  const Tensor one = run(1);
  const Tensor three = run(3);
  at::set_num_threads(before);
  EXPECT_TRUE(at::equal(one, three));
}

TEST(Optimizer, EpsilonOfZeroLeavesValuesWithoutGradientAlone) {
  for (const auto kind : {OptimizerKind::Adam, OptimizerKind::AdamW, OptimizerKind::RmsProp,
                          OptimizerKind::Adadelta}) {
    Hyperparameters h;
    h.optimizer = kind;
    h.epsilon = 0;
    Tensor w = at::ones({4});
    Optimizer optimizer(h, {parameter("w", w)});
    w.mutable_grad() = at::zeros({4});
    optimizer.step(0.1);
    EXPECT_TRUE(at::equal(w.detach(), at::ones({4}))) << name(kind);
  }
}

TEST(Optimizer, NoticesGradientsThatAreNotFinite) {
  Tensor w = at::ones({100});
  Optimizer optimizer(Hyperparameters{}, {parameter("w", w)});
  w.mutable_grad() = at::full({100}, 3e38);
  EXPECT_TRUE(optimizer.gradients_are_finite());
  for (const float bad :
       {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
    w.mutable_grad() = at::ones({100});
    w.mutable_grad()[57] = bad;
    EXPECT_FALSE(optimizer.gradients_are_finite());
  }
}

TEST(Optimizer, StateIsNamedByParameterAndSlot) {
  Hyperparameters h;
  h.optimizer = OptimizerKind::Adagrad;
  h.initial_accumulator_value = 0.25;
  Tensor w = at::ones({2});
  const Optimizer optimizer(h, {parameter("head.weight", w)});
  ASSERT_EQ(optimizer.state().size(), 1u);
  EXPECT_EQ(optimizer.state()[0].first, "accumulator.head.weight");
  EXPECT_TRUE(at::equal(optimizer.state()[0].second, at::full({2}, 0.25)));
}

}  // namespace
}  // namespace sempurna
