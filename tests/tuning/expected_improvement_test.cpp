#include "tuning/expected_improvement.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tuning/golden.h"

namespace sempurna {
namespace {

TEST(ExpectedImprovement, IsThatOfSixtyDigits) {
  ASSERT_EQ(golden()["improvements"].size(), 10U);
  for (const Json& row : golden()["improvements"]) {
    const double expected = row["log"].get<double>();
    const double found = log_expected_improvement(
        {row["mean"].get<double>(), row["deviation"].get<double>()}, row["best"].get<double>());
    EXPECT_NEAR(found, expected, 1e-9 * std::max(1.0, std::abs(expected))) << row;
  }
}

TEST(ExpectedImprovement, OfWhatIsCertainIsTheGain) {
  EXPECT_EQ(log_expected_improvement({3, 0}, 1), std::log(2.0));
  EXPECT_EQ(log_expected_improvement({1, 0}, 1), -INFINITY);
  EXPECT_EQ(log_expected_improvement({0, 0}, 1), -INFINITY);
}

TEST(ExpectedImprovement, FallsSteadilyWhereTheSeriesBegins) {
  double last = log_expected_improvement({0, 1}, 24);
  for (double best = 24.001; best < 26; best += 0.001) {
    const double next = log_expected_improvement({0, 1}, best);
    EXPECT_LT(next, last) << best;
    last = next;
  }
}

}  // namespace
}  // namespace sempurna
