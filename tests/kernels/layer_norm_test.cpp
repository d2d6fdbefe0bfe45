#include "kernels/layer_norm.h"

#include "base/error.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

class EachWidth : public testing::TestWithParam<int64_t> {};
INSTANTIATE_TEST_SUITE_P(LayerNorm, EachWidth, testing::Values(1, 5, 32, 100, 768));

TEST_P(EachWidth, EqualsItsTwin) {
  const int64_t width = GetParam();
  // A width of 1 gives only the bias; its gradients are rounding noise around zero.
  if (width == 1) GTEST_SKIP() << "covered by AConstantRowGivesTheBias";
  expect_kernel(
      [](const auto& in) { return layer_norm(in[0], in[1], in[2], 1e-12); },
      [](const auto& in) { return plain::add_layer_norm(in[0], {}, in[1], in[2], 1e-12); },
      {values({77, width}, 1, 2, 1), values({width}, 2, 0.3, 1), values({width}, 3)}, {0}, 3e-5,
      3e-2);
}

TEST_P(EachWidth, WithAResidualEqualsItsTwin) {
  const int64_t width = GetParam();
  if (width == 1) GTEST_SKIP() << "covered by AConstantRowGivesTheBias";
  expect_kernel(
      [](const auto& in) { return add_layer_norm(in[0], in[1], in[2], in[3], 1e-5); },
      [](const auto& in) { return plain::add_layer_norm(in[0], in[1], in[2], in[3], 1e-5); },
      {values({33, width}, 1, 2, 1), values({33, width}, 4), values({width}, 2, 0.3, 1),
       values({width}, 3)},
      {0, 1}, 3e-5, 3e-2);
}

TEST_P(EachWidth, AConstantRowGivesTheBias) {
  const int64_t width = GetParam();
  const Tensor bias = values({width}, 3);
  const Tensor z = layer_norm(at::full({2, width}, 3.5), at::ones({width}), bias, 1e-5);
  EXPECT_TRUE(z.equal(bias.expand({2, width})));
}

TEST(LayerNorm, HasTheGradientOfFiniteDifferences) {
  expect_gradients(
      [](const auto& in) { return plain::add_layer_norm(in[0], in[1], in[2], in[3], 1e-5); },
      {values({2, 4}, 1), values({2, 4}, 2), values({4}, 3), values({4}, 4)}, 1e-5);
}

TEST(LayerNorm, RefusesAnotherWidth) {
  EXPECT_THROW(layer_norm(values({2, 4}, 1), at::ones({5}), at::zeros({5}), 1e-5), Error);
  EXPECT_THROW(
      add_layer_norm(values({2, 4}, 1), values({1, 4}, 1), at::ones({4}), at::zeros({4}), 1e-5),
      Error);
}

}  // namespace
}  // namespace sempurna::kernels
