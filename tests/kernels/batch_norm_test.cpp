#include "kernels/batch_norm.h"

#include "base/error.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

struct Case {
  int64_t batch, channels, rows, columns;
  bool training, residual;
  Activation activation;
};

Function with(const Case& c, bool kernel, Tensor mean = {}, Tensor var = {}) {
  return [=](const std::vector<Tensor>& in) mutable {
    Tensor m = mean.defined() ? mean : at::full({c.channels}, 0.3);
    Tensor v = var.defined() ? var : at::full({c.channels}, 1.7);
    return (kernel ? batch_norm_add : plain::batch_norm_add)(in[0], in[1], in[2], m, v, c.training,
                                                             0.1, 1e-5, in[3], c.activation);
  };
}

std::vector<Tensor> inputs(const Case& c, double mean = 0.5) {
  const std::vector<int64_t> sizes = {c.batch, c.channels, c.rows, c.columns};
  return {pictures(sizes, 1, 2, mean), values({c.channels}, 2, 0.3, 1), values({c.channels}, 3),
          c.residual ? pictures(sizes, 4) : Tensor()};
}

class EachNorm : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(BatchNorm, EachNorm,
                         testing::Values(Case{4, 24, 9, 9, true, false, Activation::Relu6},
                                         Case{3, 7, 5, 3, true, false, Activation::Silu},
                                         Case{2, 64, 8, 8, true, true, Activation::Relu},
                                         Case{2, 33, 8, 8, true, true, Activation::HardSwish},
                                         Case{4, 160, 14, 14, true, true, Activation::None},
                                         Case{8, 16, 30, 30, true, false, Activation::None},
                                         Case{4, 24, 9, 9, false, false, Activation::Relu6},
                                         Case{2, 20, 7, 7, false, true, Activation::Relu},
                                         Case{2, 1280, 1, 1, true, false, Activation::Relu6}));

TEST_P(EachNorm, EqualsItsTwin) {
  // Two pixels a channel (the last case) magnify rounding; the other cases are near 1e-6.
  const double tolerance = GetParam().rows == 1 ? 2e-3 : 5e-5;
  expect_kernel(with(GetParam(), true), with(GetParam(), false), inputs(GetParam()), {0, 3},
                tolerance, 5e-2);
}

TEST_P(EachNorm, MovesTheRunningValuesAsItsTwin) {
  const int64_t channels = GetParam().channels;
  Tensor mean = at::full({channels}, 0.3), var = at::full({channels}, 1.7);
  Tensor twin_mean = mean.clone(), twin_var = var.clone();
  outcome(with(GetParam(), true, mean, var), inputs(GetParam()));
  outcome(with(GetParam(), false, twin_mean, twin_var), inputs(GetParam()));
  EXPECT_LE(difference(mean, twin_mean), 1e-6);
  EXPECT_LE(difference(var, twin_var), 1e-6);
}

TEST(BatchNorm, StaysExactWhenTheMeanIsFarFromZero) {
  const Case c{8, 32, 40, 40, true, false, Activation::None};
  auto far = inputs(c, 3000);
  auto wide = far;
  for (Tensor& t : wide) {
    if (t.defined()) t = t.to(at::kDouble);
  }
  const auto exact = [&](const std::vector<Tensor>& in) {
    Tensor mean = at::zeros({c.channels}, at::kDouble), var = at::ones({c.channels}, at::kDouble);
    return plain::batch_norm_add(in[0], in[1], in[2], mean, var, true, 0.1, 1e-5, {}, c.activation);
  };
  EXPECT_LE(difference(outcome(with(c, true), far).value, outcome(exact, wide).value), 1e-3);
}

TEST(BatchNorm, AResidualThatNeedsNoGradientGetsNone) {
  const Case c{2, 8, 4, 4, true, true, Activation::Relu};
  const auto in = inputs(c);
  Tensor mean = at::zeros({8}), var = at::ones({8});
  const Tensor x = in[0].clone().requires_grad_(true);
  const Tensor z =
      batch_norm_add(x, in[1], in[2], mean, var, true, 0.1, 1e-5, in[3], Activation::Relu);
  torch::autograd::backward({z.sum()});
  EXPECT_TRUE(x.grad().defined());
  EXPECT_FALSE(in[3].grad().defined());
}

TEST(BatchNorm, HasTheGradientOfFiniteDifferences) {
  const Case c{2, 3, 2, 2, true, true, Activation::Silu};
  expect_gradients(
      [&](const auto& in) {
        Tensor mean = at::zeros({3}, at::kDouble), var = at::ones({3}, at::kDouble);
        return plain::batch_norm_add(in[0], in[1], in[2], mean, var, true, 0.1, 1e-5, in[3],
                                     c.activation);
      },
      inputs(c), 1e-5);
}

TEST(BatchNorm, RefusesParametersOfAnotherNumberOfChannels) {
  Tensor mean = at::zeros({8}), var = at::ones({8});
  EXPECT_THROW(batch_norm(pictures({1, 9, 2, 2}, 1), at::ones({8}), at::zeros({8}), mean, var, true,
                          0.1, 1e-5, Activation::None),
               Error);
}

}  // namespace
}  // namespace sempurna::kernels
