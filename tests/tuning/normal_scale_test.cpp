#include "tuning/normal_scale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tuning/golden.h"

namespace sempurna {
namespace {

TEST(NormalScale, BendsAsSciPy) {
  ASSERT_EQ(golden()["bent"].size(), 6U);
  for (const Json& row : golden()["bent"]) {
    const double exponent = row["exponent"].get<double>();
    const auto values = row["values"].get<std::vector<double>>();
    for (size_t i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(yeo_johnson(values[i], exponent), row["bent"][i].get<double>(), 1e-12);
    }
    EXPECT_NEAR(yeo_johnson_likelihood(values, exponent), row["likelihood"].get<double>(), 1e-9);
  }
}

TEST(NormalScale, HasMean0AndDeviation1AndKeepsTheOrder) {
  const std::vector<double> values = {-300, -90, -30, -12, -7, -3, -2, -1.5, -1.2, -1};
  const std::vector<double> found = on_normal_scale(values);
  EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
  double sum = 0;
  double squares = 0;
  for (const double value : found) {
    sum += value;
    squares += value * value;
  }
  EXPECT_NEAR(sum, 0, 1e-9);
  EXPECT_NEAR(squares, 10, 1e-9);
  // The best two would be 0.0022 apart, were they only scaled.
  EXPECT_GT(found[9] - found[8], 0.01);
}

TEST(NormalScale, WhatDivergedDoesNotHideTheOthers) {
  const std::vector<double> found = on_normal_scale({-1e12, -0.5, -0.4, -0.3, -0.2});
  EXPECT_GT(found[4] - found[1], 0.5);
  EXPECT_LT(found[0], found[1]);
}

TEST(NormalScale, WhatIsAllTheSameIs0) {
  EXPECT_EQ(on_normal_scale({0.7, 0.7, 0.7}), (std::vector<double>{0, 0, 0}));
  EXPECT_EQ(on_normal_scale({5}), std::vector<double>{0});
  EXPECT_TRUE(on_normal_scale({}).empty());
}

TEST(NormalScale, ManyTheSameAndLargeNumbersStayFinite) {
  for (const std::vector<double>& values :
       {std::vector<double>{1, 1, 1, 1, 0}, {1e300, -1e300, 1, 2}, {1e-300, 2e-300, 3e-300}}) {
    for (const double value : on_normal_scale(values)) EXPECT_TRUE(std::isfinite(value));
  }
}

}  // namespace
}  // namespace sempurna
