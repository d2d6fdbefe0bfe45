#include "base/lbfgs.h"

#include <gmock/gmock.h>

#include <cmath>
#include <vector>

namespace sempurna {
namespace {

TEST(Lbfgs, FindsTheBottomOfABadlyScaledBowl) {
  // Half the sum of k (x_k - k)², k from 1 to 1000.
  const Objective bowl = [](std::span<const float> x, std::span<float> gradient) {
    double value = 0;
    for (size_t k = 0; k < x.size(); ++k) {
      const double scale = 1 + 999.0 * static_cast<double>(k) / static_cast<double>(x.size() - 1);
      const double away = x[k] - static_cast<double>(k + 1);
      value += scale * away * away / 2;
      gradient[k] = static_cast<float>(scale * away);
    }
    return value;
  };
  std::vector<float> x(20, 0);
  EXPECT_LT(minimise(x, bowl, {.tolerance = 1e-12}), 1e-6);
  for (size_t k = 0; k < x.size(); ++k) EXPECT_NEAR(x[k], static_cast<double>(k + 1), 1e-3);
}

TEST(Lbfgs, FollowsTheCurvedValleyOfRosenbrock) {
  const Objective valley = [](std::span<const float> x, std::span<float> gradient) {
    const double a = 1 - x[0];
    const double b = x[1] - double{x[0]} * x[0];
    gradient[0] = static_cast<float>(-2 * a - 400 * x[0] * b);
    gradient[1] = static_cast<float>(200 * b);
    return a * a + 100 * b * b;
  };
  std::vector<float> x = {-1.2F, 1};
  minimise(x, valley, {.tolerance = 1e-12});
  EXPECT_NEAR(x[0], 1, 1e-2);
  EXPECT_NEAR(x[1], 1, 2e-2);
}

TEST(Lbfgs, InDoublesItComesCloser) {
  const auto valley = [](std::span<const double> x, std::span<double> gradient) {
    const double a = 1 - x[0];
    const double b = x[1] - x[0] * x[0];
    gradient[0] = -2 * a - 400 * x[0] * b;
    gradient[1] = 200 * b;
    return a * a + 100 * b * b;
  };
  std::vector<double> x = {-1.2, 1};
  EXPECT_LT(minimise(x, valley, {.tolerance = 1e-15}), 1e-12);
  EXPECT_NEAR(x[0], 1, 1e-5);
  EXPECT_NEAR(x[1], 1, 1e-5);
}

TEST(Lbfgs, StaysWhereItIsFlatOrNotANumber) {
  std::vector<float> x = {3, 4};
  const auto constant = [](std::span<const float>, std::span<float> gradient) {
    std::fill(gradient.begin(), gradient.end(), 0.0F);
    return 7.0;
  };
  EXPECT_EQ(minimise(x, constant), 7);
  const auto broken = [](std::span<const float>, std::span<float> gradient) {
    std::fill(gradient.begin(), gradient.end(), std::nanf(""));
    return std::nan("");
  };
  minimise(x, broken);
  EXPECT_THAT(x, testing::ElementsAre(3, 4));
}

}  // namespace
}  // namespace sempurna
