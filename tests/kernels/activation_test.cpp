#include "kernels/activation.h"

#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

class EachActivation : public testing::TestWithParam<Activation> {};
INSTANTIATE_TEST_SUITE_P(Activate, EachActivation,
                         testing::Values(Activation::None, Activation::Relu, Activation::Relu6,
                                         Activation::Silu, Activation::Gelu, Activation::GeluTanh,
                                         Activation::Tanh, Activation::HardSwish,
                                         Activation::Gelu10, Activation::QuickGelu,
                                         Activation::Mish, Activation::Relu2, Activation::Laplace,
                                         Activation::Sigmoid));

TEST_P(EachActivation, EqualsItsTwin) {
  expect_kernel([](const auto& in) { return activate(in[0], GetParam()); },
                [](const auto& in) { return plain::activate(in[0], GetParam()); },
                {values({7, 333}, 1, 3)}, {0});
}

TEST_P(EachActivation, KeepsTheLayoutOfPictures) {
  const Tensor x = pictures({2, 5, 3, 3}, 2);
  EXPECT_EQ(activate(x, GetParam()).strides(), x.strides());
  // A gradient that comes in another layout is read in the order of x.
  const auto permuted = [](auto f) {
    return [f](const std::vector<Tensor>& in) { return f(in[0], GetParam()).contiguous(); };
  };
  expect_close(outcome(permuted(activate), {x}), outcome(permuted(plain::activate), {x}), 2e-5);
}

TEST_P(EachActivation, HasTheGradientOfFiniteDifferences) {
  expect_gradients([](const auto& in) { return plain::activate(in[0], GetParam()); },
                   {values({3, 5}, 3, 2)});
}

TEST_P(EachActivation, PassesNotANumberOn) {
  const Tensor x = at::full({40}, std::nan(""));
  EXPECT_TRUE(activate(x, GetParam()).isnan().all().item<bool>());
  EXPECT_TRUE(activate(x.to(at::kBFloat16), GetParam()).isnan().all().item<bool>());
}

TEST_P(EachActivation, StaysFiniteFarFromZero) {
  const Tensor x = at::linspace(-1e4, 1e4, 4001);
  const Outcome got = outcome([](const auto& in) { return activate(in[0], GetParam()); }, {x});
  EXPECT_TRUE(got.value.isfinite().all().item<bool>());
  EXPECT_TRUE(got.gradients[0].isfinite().all().item<bool>());
}

}  // namespace
}  // namespace sempurna::kernels
