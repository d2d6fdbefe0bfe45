#include "nn/stochastic_depth.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(StochasticDepth, DropsWholeExamplesAndScalesTheOthers) {
  const Tensor x = at::ones({1000, 2, 3, 3});
  const Tensor kept = stochastic_depth(x, 0.25, 7);
  const Tensor sums = kept.sum({1, 2, 3}) / 18;
  const Tensor dropped = sums.eq(0);
  EXPECT_NEAR(dropped.to(at::kFloat).mean().item<double>(), 0.25, 0.05);
  const Tensor others = sums.masked_select(dropped.logical_not());
  EXPECT_LE((others - 4.0 / 3).abs().max().item<double>(), 1e-6);
}

TEST(StochasticDepth, DependsOnTheSeedAlone) {
  const Tensor x = at::ones({100, 1, 1, 1});
  EXPECT_TRUE(at::equal(stochastic_depth(x, 0.5, 1), stochastic_depth(x, 0.5, 1)));
  EXPECT_FALSE(at::equal(stochastic_depth(x, 0.5, 1), stochastic_depth(x, 0.5, 2)));
}

TEST(StochasticDepth, OfRateZeroIsTheSameTensor) {
  const Tensor x = at::ones({2, 1, 1, 1});
  EXPECT_TRUE(stochastic_depth(x, 0, 1).is_same(x));
}

}  // namespace
}  // namespace sempurna
