#include "kernels/convolution.h"

#include "base/error.h"
#include "kernels/batch_norm.h"
#include "kernels/bf16.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

struct Case {
  int64_t batch, channels, size, out, kernel, stride, groups;
  Padding padding;
  bool bias;
};

Function with(const Case& c, bool kernel) {
  return [=](const std::vector<Tensor>& in) {
    return (kernel ? conv2d : plain::conv2d)(in[0], in[1], in[2], c.stride, c.padding, c.groups, 1);
  };
}

std::vector<Tensor> inputs(const Case& c) {
  return {pictures({c.batch, c.channels, c.size, c.size}, 1),
          values({c.out, c.channels / c.groups, c.kernel, c.kernel}, 2, 0.3),
          c.bias ? values({c.out}, 3) : Tensor()};
}

class EachConvolution : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    Conv2d, EachConvolution,
    testing::Values(
        Case{2, 3, 20, 32, 3, 2, 1, {0, 0, 1, 1}, false},  // TensorFlow's "same"
        Case{2, 3, 21, 16, 3, 2, 1, {1, 1, 1, 1}, true}, Case{2, 16, 13, 24, 1, 1, 1, {}, false},
        Case{2, 24, 13, 16, 1, 2, 1, {}, false}, Case{4, 64, 7, 160, 1, 1, 1, {}, true},
        Case{4, 192, 7, 64, 1, 1, 1, {}, false}, Case{2, 32, 12, 32, 3, 1, 32, {1, 1, 1, 1}, false},
        Case{2, 24, 12, 24, 3, 2, 24, {0, 0, 1, 1}, false},
        Case{2, 48, 11, 48, 5, 1, 48, {2, 2, 2, 2}, false},
        Case{2, 40, 14, 40, 5, 2, 40, {1, 1, 2, 2}, false},
        Case{1, 17, 9, 17, 3, 1, 17, {1, 1, 1, 1}, true},
        Case{2, 32, 10, 64, 3, 1, 4, {1, 1, 1, 1}, false},
        Case{1, 3, 32, 64, 7, 2, 1, {3, 3, 3, 3}, false}, Case{1, 3, 32, 48, 16, 16, 1, {}, true}));

TEST_P(EachConvolution, EqualsItsTwin) {
  expect_kernel(with(GetParam(), true), with(GetParam(), false), inputs(GetParam()), {0}, 2e-5,
                2e-2, bf16_supported());
}

TEST_P(EachConvolution, FoldedWithItsNormEqualsBothInTurn) {
  const Case& c = GetParam();
  const at::NoGradGuard guard;
  const auto in = inputs(c);
  const Tensor weight = values({c.out}, 5, 0.2, 1), bias = values({c.out}, 6);
  Tensor mean = values({c.out}, 7), var = values({c.out}, 8).abs() + 0.5;
  for (const auto type : {at::kFloat, at::kBFloat16}) {
    if (type == at::kBFloat16 && !bf16_supported()) continue;
    const Tensor x = in[0].to(type);
    const Tensor folded = conv2d_batch_norm(x, in[1], c.stride, c.padding, c.groups, weight, bias,
                                            mean, var, 1e-5, Activation::Relu6);
    const Tensor wanted = plain::batch_norm_add(
        plain::conv2d(x.to(at::kFloat), in[1], {}, c.stride, c.padding, c.groups), weight, bias,
        mean, var, false, 0, 1e-5, {}, Activation::Relu6);
    EXPECT_EQ(folded.scalar_type(), type);
    EXPECT_LE(difference(folded, wanted), type == at::kFloat ? 2e-5 : 3e-2);
  }
}

TEST(Conv2d, HasTheGradientOfFiniteDifferences) {
  const Case c{1, 2, 4, 2, 3, 2, 2, {0, 0, 1, 1}, true};
  expect_gradients(with(c, false), inputs(c));
}

TEST(Conv2d, MakesNoGradientThatIsNotAskedFor) {
  const Case c{1, 3, 8, 4, 3, 1, 1, {1, 1, 1, 1}, false};
  const auto in = inputs(c);
  const Tensor weight = in[1].clone().requires_grad_(true);
  torch::autograd::backward({conv2d(in[0], weight, {}, 1, c.padding, 1).sum()});
  EXPECT_FALSE(in[0].grad().defined());
  EXPECT_TRUE(weight.grad().defined());
}

TEST(Conv2d, RefusesAWeightThatDoesNotFit) {
  EXPECT_THROW(conv2d(pictures({1, 4, 8, 8}, 1), values({4, 3, 3, 3}, 2), {}, 1, {}, 1), Error);
  EXPECT_THROW(conv2d(pictures({1, 3, 2, 2}, 1), values({4, 3, 3, 3}, 2), {}, 1, {}, 1), Error);
}

}  // namespace
}  // namespace sempurna::kernels
