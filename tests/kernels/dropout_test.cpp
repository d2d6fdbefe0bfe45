#include "kernels/dropout.h"

#include "base/error.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

TEST(Dropout, EqualsItsTwin) {
  for (const int64_t count : {1, 1000, 1024, 5003}) {
    expect_kernel([](const auto& in) { return dropout(in[0], 0.3, 7, true); },
                  [](const auto& in) { return plain::dropout(in[0], 0.3, 7); },
                  {values({count}, 1)}, {0}, 1e-6, 1e-2);
  }
}

TEST(Dropout, DropsTheShareThatItIsTold) {
  for (const double p : {0.1, 0.5, 0.9}) {
    const Tensor z = dropout(at::ones({200000}), p, 11, true);
    // Five standard deviations of a binomial share.
    const double deviation = std::sqrt(p * (1 - p) / 200000);
    EXPECT_NEAR(z.eq(0).to(at::kDouble).mean().item<double>(), p, 5 * deviation);
    EXPECT_NEAR(z.max().item<double>(), 1 / (1 - p), 1e-5);
  }
}

TEST(Dropout, NeighboursAndSeedsAreIndependent) {
  const auto mask = [](uint64_t seed) {
    return dropout(at::ones({100000}), 0.5, seed, true).to(at::kDouble) - 1;
  };
  const auto correlation = [](const Tensor& a, const Tensor& b) {
    return (a * b).mean().item<double>();
  };
  const Tensor a = mask(1);
  EXPECT_LT(std::abs(correlation(a, mask(2))), 0.02);
  for (const int64_t shift : {1, 2, 16, 1024}) {
    EXPECT_LT(std::abs(correlation(a.narrow(0, 0, 90000), a.narrow(0, shift, 90000))), 0.02);
  }
}

TEST(Dropout, LeavesThingsAloneWhenItShould) {
  const Tensor x = values({10}, 1);
  EXPECT_TRUE(dropout(x, 0.5, 1, false).is_same(x));
  EXPECT_TRUE(dropout(x, 0, 1, true).is_same(x));
}

TEST(Dropout, RefusesToDropEverything) {
  EXPECT_THROW(dropout(values({10}, 1), 1, 1, true), Error);
  EXPECT_THROW(dropout(values({10}, 1), -0.1, 1, true), Error);
}

}  // namespace
}  // namespace sempurna::kernels
