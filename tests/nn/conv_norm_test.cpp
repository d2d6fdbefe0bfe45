#include "nn/conv_norm.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

using kernels::Activation;
using kernels::Padding;

// Values that a test can name: w(i) of any shape.
Tensor wave(const std::vector<int64_t>& shape, double step) {
  int64_t count = 1;
  for (const int64_t extent : shape) count *= extent;
  const Tensor places = at::arange(count, at::kDouble);
  return (places * places * step).sin().to(at::kFloat).view(shape);
}

Tensor picture(const std::vector<int64_t>& shape) {
  return wave(shape, 0.013).contiguous(at::MemoryFormat::ChannelsLast);
}

Tensor find(const ParameterSource& source, const std::string& name) {
  for (const auto& parameter : source.asked()) {
    if (parameter.name == name) return parameter.tensor;
  }
  throw std::runtime_error("no tensor " + name);
}

void set(const ParameterSource& source, const std::string& name, const Tensor& value) {
  const at::NoGradGuard no_grad;
  find(source, name).copy_(value);
}

struct Layer {
  ParameterSource source{nullptr, 1, true};
  ConvNorm conv;
  explicit Layer(Activation activation = Activation::Relu)
      : conv(source, {"conv", "norm"}, {4, 6, 3, 1}, {}, activation) {
    set(source, "norm.weight", wave({6}, 0.7).abs() + 0.5);
    set(source, "norm.bias", wave({6}, 0.3));
    set(source, "norm.running_mean", wave({6}, 0.9));
    set(source, "norm.running_var", wave({6}, 0.2).abs() + 0.3);
  }
};

double largest(const Tensor& x) {
  return x.abs().max().item<double>();
}

TEST(PaddingFor, EvenIsHalfTheKernelOnEachSide) {
  EXPECT_EQ(padding_for(Sides::Even, 3, 2, 8, 9), (Padding{1, 1, 1, 1}));
  EXPECT_EQ(padding_for(Sides::Even, 1, 1, 8, 9), (Padding{0, 0, 0, 0}));
}

TEST(PaddingFor, SameIsTensorFlowsWithTheOddOneLast) {
  EXPECT_EQ(padding_for(Sides::Same, 3, 2, 224, 224), (Padding{0, 0, 1, 1}));
  EXPECT_EQ(padding_for(Sides::Same, 3, 2, 7, 8), (Padding{1, 0, 1, 1}));
  EXPECT_EQ(padding_for(Sides::Same, 5, 2, 8, 8), (Padding{1, 1, 2, 2}));
  EXPECT_EQ(padding_for(Sides::Same, 3, 1, 5, 5), (Padding{1, 1, 1, 1}));
  EXPECT_EQ(padding_for(Sides::Same, 1, 2, 8, 8), (Padding{0, 0, 0, 0}));
}

TEST(PaddingFor, LateIsKerasForEvenPicturesAtAnySize) {
  EXPECT_EQ(padding_for(Sides::Late, 3, 2, 7, 7), (Padding{0, 0, 1, 1}));
  EXPECT_EQ(padding_for(Sides::Late, 5, 2, 8, 8), (Padding{1, 1, 2, 2}));
}

TEST(ConvNorm, FoldedForPredictionItIsTheSame) {
  const Layer layer;
  const Tensor x = picture({2, 4, 7, 5});
  const Tensor residual = picture({2, 6, 7, 5});
  const Tensor apart = layer.conv(x, {});
  const Tensor apart_added = layer.conv(x, {}, residual);
  const at::NoGradGuard no_grad;
  EXPECT_LE(largest(layer.conv(x, {}) - apart), 1e-5);
  EXPECT_LE(largest(layer.conv(x, {}, residual) - apart_added), 1e-5);
}

TEST(ConvNorm, AddsTheResidualBeforeTheActivation) {
  const Layer layer;
  const Tensor x = picture({2, 4, 5, 5});
  const Tensor residual = at::full({2, 6, 5, 5}, -100.0).contiguous(at::MemoryFormat::ChannelsLast);
  EXPECT_EQ(largest(layer.conv(x, {}, residual)), 0);
  const at::NoGradGuard no_grad;
  EXPECT_EQ(largest(layer.conv(x, {}, residual)), 0);
}

TEST(BatchNorm, TrainingMovesTheRunningValuesAndCountsBatches) {
  const Layer layer;
  const Tensor before = find(layer.source, "norm.running_mean").clone();
  Pass pass;
  pass.training = true;
  layer.conv(picture({2, 4, 5, 5}), pass);
  EXPECT_GT(largest(find(layer.source, "norm.running_mean") - before), 1e-3);
  EXPECT_EQ(find(layer.source, "norm.num_batches_tracked").item<int64_t>(), 1);
}

TEST(BatchNorm, OfASingleValueUsesTheRunningValues) {
  const Layer layer;
  const Tensor x = picture({1, 4, 1, 1});
  const Tensor evaluated = layer.conv(x, {});
  Pass pass;
  pass.training = true;
  EXPECT_LE(largest(layer.conv(x, pass) - evaluated), 1e-6);
  EXPECT_EQ(find(layer.source, "norm.num_batches_tracked").item<int64_t>(), 0);
}

TEST(BatchNorm, TakesTheStatisticsOutOfAFoldedCheckpointWithoutChangingItsFunction) {
  const Layer layer(Activation::None);
  set(layer.source, "norm.running_mean", at::zeros({6}));
  set(layer.source, "norm.running_var", at::ones({6}));
  const Tensor x = picture({4, 4, 9, 9});
  const Tensor before = layer.conv(x, {}).detach();
  Pass pass;
  pass.training = true;
  EXPECT_LE(largest(layer.conv(x, pass) - before), 1e-5);
  EXPECT_GT(largest(find(layer.source, "norm.running_mean")), 1e-3);
  EXPECT_LE(largest(layer.conv(x, {}) - before), 1e-2);
}

TEST(BatchNorm, LeavesAFreshLayerToNormaliseByTheBatch) {
  const Layer layer(Activation::None);
  set(layer.source, "norm.weight", at::ones({6}));
  set(layer.source, "norm.bias", at::zeros({6}));
  set(layer.source, "norm.running_mean", at::zeros({6}));
  set(layer.source, "norm.running_var", at::ones({6}));
  Pass pass;
  pass.training = true;
  const Tensor normalised = layer.conv(picture({4, 4, 9, 9}), pass);
  EXPECT_LE(largest(normalised.mean({0, 2, 3})), 1e-5);
  EXPECT_NEAR(normalised.var(at::IntArrayRef{0, 2, 3}, false).min().item<double>(), 1, 1e-3);
}

}  // namespace
}  // namespace sempurna
