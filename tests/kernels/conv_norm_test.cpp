#include "kernels/conv_norm.h"

#include "base/error.h"
#include "kernels/bf16.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

struct Case {
  int64_t batch, channels, size, out, kernel, stride, groups;
  Padding padding;
  bool training, residual;
  Activation activation;
};

Function with(const Case& c, bool kernel, Tensor mean = {}, Tensor var = {}) {
  return [=](const std::vector<Tensor>& in) mutable {
    Tensor m = mean.defined() ? mean : at::full({c.out}, 0.3);
    Tensor v = var.defined() ? var : at::full({c.out}, 1.7);
    if (kernel) {
      return conv_norm(in[0], in[1], c.stride, c.padding, c.groups,
                       {in[2], in[3], m, v, c.training, 0.1, 1e-5}, in[4], c.activation);
    }
    return plain::batch_norm_add(plain::conv2d(in[0], in[1], {}, c.stride, c.padding, c.groups),
                                 in[2], in[3], m, v, c.training, 0.1, 1e-5, in[4], c.activation);
  };
}

std::vector<Tensor> inputs(const Case& c) {
  const int64_t rows = (c.size + c.padding.top + c.padding.bottom - c.kernel) / c.stride + 1;
  return {pictures({c.batch, c.channels, c.size, c.size}, 1, 1, 0.5),
          // Exact in bf16, so that rounding the weight does not count as an error.
          values({c.out, c.channels / c.groups, c.kernel, c.kernel}, 2, 0.3)
              .to(at::kBFloat16)
              .to(at::kFloat),
          values({c.out}, 3, 0.3, 1), values({c.out}, 4),
          c.residual ? pictures({c.batch, c.out, rows, rows}, 5) : Tensor()};
}

constexpr Padding kOne = {1, 1, 1, 1}, kTwo = {2, 2, 2, 2}, kLate = {0, 0, 1, 1};

class EachConvNorm : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    ConvNorm, EachConvNorm,
    testing::Values(
        Case{3, 3, 21, 16, 3, 2, 1, kLate, true, false, Activation::Relu6},
        Case{3, 16, 12, 48, 1, 1, 1, {}, true, false, Activation::Relu6},
        Case{3, 48, 12, 24, 1, 1, 1, {}, true, true, Activation::None},
        Case{2, 32, 9, 32, 3, 1, 1, kOne, true, true, Activation::Relu},
        Case{3, 16, 12, 48, 1, 1, 1, {}, false, false, Activation::Silu},
        // Depthwise, on own code: whole lanes, both kernels and strides, uneven sides.
        Case{3, 96, 13, 96, 3, 1, 96, kOne, true, false, Activation::Relu6},
        Case{2, 32, 23, 32, 3, 1, 32, kLate, true, false, Activation::Silu},
        Case{1, 48, 41, 48, 3, 2, 48, kOne, true, false, Activation::Relu6},
        Case{2, 16, 41, 16, 5, 2, 16, {1, 1, 2, 2}, true, false, Activation::Silu},
        Case{2, 32, 22, 32, 3, 2, 32, kLate, true, false, Activation::Relu6},
        Case{2, 80, 11, 80, 3, 2, 80, kOne, true, false, Activation::Silu},
        Case{2, 48, 12, 48, 5, 1, 48, kTwo, true, false, Activation::Silu},
        Case{2, 144, 14, 144, 5, 2, 144, {1, 1, 2, 2}, true, false, Activation::HardSwish},
        Case{2, 16, 7, 16, 5, 2, 16, kTwo, true, false, Activation::None},
        Case{4, 64, 3, 64, 5, 1, 64, kTwo, true, false, Activation::Relu},
        Case{4, 16, 2, 16, 3, 1, 16, kOne, true, false, Activation::Relu},
        Case{2, 32, 13, 32, 3, 1, 32, kOne, false, false, Activation::Relu6},
        Case{2, 32, 13, 32, 3, 1, 32, kOne, true, true, Activation::Relu},
        // Depthwise, but not whole lanes.
        Case{2, 24, 13, 24, 3, 1, 24, kOne, true, false, Activation::Relu6}));

TEST_P(EachConvNorm, EqualsItsTwins) {
  expect_kernel(with(GetParam(), true), with(GetParam(), false), inputs(GetParam()), {0, 4}, 1e-4,
                3e-2, bf16_supported());
}

TEST_P(EachConvNorm, MovesTheRunningValuesAsItsTwins) {
  const int64_t channels = GetParam().out;
  Tensor mean = at::full({channels}, 0.3), var = at::full({channels}, 1.7);
  Tensor twin_mean = mean.clone(), twin_var = var.clone();
  outcome(with(GetParam(), true, mean, var), inputs(GetParam()));
  outcome(with(GetParam(), false, twin_mean, twin_var), inputs(GetParam()));
  EXPECT_LE(difference(mean, twin_mean), 1e-5);
  EXPECT_LE(difference(var, twin_var), 1e-5);
}

TEST(ConvNorm, PicturesTakenInPiecesGiveTheSameGradients) {
  // 3.4 MB of y a picture: two at a time, and one left.
  const Case c{3, 8, 96, 92, 1, 1, 1, {}, true, true, Activation::Silu};
  expect_close(outcome(with(c, true), inputs(c)), outcome(with(c, false), inputs(c)), 1e-4);
}

TEST(ConvNorm, MakesNoGradientThatIsNotAskedFor) {
  const Case c{2, 16, 9, 16, 3, 1, 16, kOne, true, false, Activation::Relu};
  auto in = inputs(c);
  in[1].requires_grad_(true);
  torch::autograd::backward({with(c, true)(in).sum()});
  EXPECT_FALSE(in[0].grad().defined());
  EXPECT_TRUE(in[1].grad().defined());
}

TEST(ConvNorm, RefusesWhatDoesNotFit) {
  const Case c{1, 4, 8, 6, 3, 1, 1, kOne, true, false, Activation::Relu};
  auto in = inputs(c);
  in[2] = at::ones({5});
  EXPECT_THROW(with(c, true)(in), Error);
  in = inputs(c);
  in[1] = values({6, 3, 3, 3}, 2);
  EXPECT_THROW(with(c, true)(in), Error);
  in = inputs(c);
  in[4] = pictures({1, 6, 8, 4}, 5);
  EXPECT_THROW(with(c, true)(in), Error);
}

}  // namespace
}  // namespace sempurna::kernels
