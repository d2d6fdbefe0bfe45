#include "nn/encoder_layer.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

constexpr EncoderLayerNames kNames = {"q", "k", "v", "o", "n1", "f1", "f2", "n2", ""};

EncoderLayer layer(std::optional<double> dropout = 0.0) {
  EncoderLayerOptions options;
  options.width = 8;
  options.heads = 2;
  options.inner = 12;
  options.deviation = 0.5;
  options.attention_output_dropout = dropout;
  options.output_dropout = dropout;
  return {ParameterSource(nullptr, 1, false), options, kNames};
}

Tensor input(int64_t rows) {
  return at::arange(rows * 8, at::kFloat).mul(0.7).sin().view({rows, 8});
}

TEST(EncoderLayer, TextsOfABatchDoNotSeeEachOther) {
  const EncoderLayer block = layer();
  const Tensor x = input(7);
  const Tensor both = block(x, at::tensor({0, 3, 7}, at::kInt), {}, {});
  const Tensor first = block(x.slice(0, 0, 3), at::tensor({0, 3}, at::kInt), {}, {});
  const Tensor second = block(x.slice(0, 3, 7), at::tensor({0, 4}, at::kInt), {}, {});
  EXPECT_LE((both - at::cat({first, second})).abs().max().item<double>(), 1e-6);
}

TEST(EncoderLayer, SomeRowsAloneAreTheSameRowsWithTheSameGradients) {
  const EncoderLayer block = layer();
  const Tensor offsets = at::tensor({0, 3, 7}, at::kInt);
  const Tensor rows = at::tensor({0, 3}, at::kLong);
  Tensor x = input(7).requires_grad_(true);
  const Tensor some = block(x, offsets, rows, {});
  some.pow(2).sum().backward();
  const Tensor gradient = x.grad().clone();
  x.mutable_grad().reset();
  const Tensor of_all = block(x, offsets, {}, {}).index_select(0, rows);
  of_all.pow(2).sum().backward();
  EXPECT_LE((some - of_all).abs().max().item<double>(), 1e-6);
  EXPECT_LE((gradient - x.grad()).abs().max().item<double>(), 1e-5);
}

TEST(EncoderLayer, DropsOnlyInTrainingAndTheSameForTheSameSeed) {
  const EncoderLayer block = layer(0.5);
  const Tensor x = input(4);
  const Tensor offsets = at::tensor({0, 4}, at::kInt);
  const auto run = [&](bool training, uint64_t seed, double rate) {
    Pass pass;
    pass.training = training;
    pass.seed = seed;
    pass.backbone_dropout = rate;
    return block(x, offsets, {}, pass);
  };
  EXPECT_TRUE(at::equal(run(true, 1, -1), run(true, 1, -1)));
  EXPECT_FALSE(at::equal(run(true, 1, -1), run(true, 2, -1)));
  EXPECT_FALSE(at::equal(run(true, 1, -1), run(false, 1, -1)));
  EXPECT_TRUE(at::equal(run(false, 1, -1), run(false, 2, -1)));
  EXPECT_TRUE(at::equal(run(true, 1, 0), run(false, 1, -1)));
  EXPECT_FALSE(at::equal(run(true, 1, 0.1), run(true, 1, -1)));
}

}  // namespace
}  // namespace sempurna
