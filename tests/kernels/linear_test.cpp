#include "kernels/linear.h"

#include "base/error.h"
#include "kernels/bf16.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

struct Case {
  int64_t rows, inner, outer;
  bool bias;
  Activation activation;
};

Function with(const Case& c, bool kernel) {
  return [=](const std::vector<Tensor>& in) {
    return (kernel ? linear : plain::linear)(in[0], in[1], in[2], c.activation);
  };
}

std::vector<Tensor> inputs(const Case& c) {
  return {values({c.rows, c.inner}, 1), values({c.outer, c.inner}, 2, 0.1),
          c.bias ? values({c.outer}, 3) : Tensor()};
}

class EachLinear : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Linear, EachLinear,
                         testing::Values(Case{1, 8, 3, true, Activation::None},
                                         Case{32, 128, 2, true, Activation::None},
                                         Case{37, 128, 512, true, Activation::Gelu},
                                         Case{129, 96, 96, false, Activation::None},
                                         Case{515, 64, 128, true, Activation::Tanh},
                                         Case{1283, 32, 48, true, Activation::GeluTanh}));

TEST_P(EachLinear, EqualsItsTwin) {
  expect_kernel(with(GetParam(), true), with(GetParam(), false), inputs(GetParam()), {0}, 2e-5,
                2e-2, bf16_supported());
}

TEST(Linear, TakesAnyNumberOfDimensions) {
  const Tensor x = values({2, 5, 16}, 1), weight = values({8, 16}, 2);
  const Tensor z = linear(x, weight, Tensor());
  EXPECT_EQ(z.sizes(), (std::vector<int64_t>{2, 5, 8}));
  EXPECT_LE(difference(z, plain::linear(x, weight, Tensor(), Activation::None)), 1e-5);
}

TEST(Linear, HasTheGradientOfFiniteDifferences) {
  const Case c{3, 4, 2, true, Activation::Gelu};
  expect_gradients(with(c, false), inputs(c));
}

TEST(Linear, RefusesAWeightThatDoesNotFit) {
  EXPECT_THROW(linear(values({2, 4}, 1), values({3, 5}, 2), Tensor()), Error);
  EXPECT_THROW(linear(values({2, 4}, 1), values({3, 4}, 2), values({4}, 3)), Error);
}

}  // namespace
}  // namespace sempurna::kernels
