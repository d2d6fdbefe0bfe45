#include "base/random.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace sempurna {
namespace {

// First outputs of SplitMix64 seeded with 1234567, as published with the reference code.
TEST(Mix, IsSplitMix64) {
  EXPECT_EQ(mix(1234567), 6457827717110365317U);
  EXPECT_EQ(mix(1234567 + 0x9e3779b97f4a7c15), 3203168211198807973U);
}

TEST(Permutation, VisitsEveryPositionOnce) {
  for (const uint64_t n : {1U, 2U, 3U, 17U, 64U, 1000U}) {
    const Permutation order(n, 42);
    std::vector<int> seen(n);
    for (uint64_t k = 0; k < n; ++k) ++seen.at(order(k));
    for (const int count : seen) EXPECT_EQ(count, 1) << n;
  }
}

TEST(Permutation, DiffersByKey) {
  int same = 0;
  const Permutation a(1000, 1);
  const Permutation b(1000, 2);
  for (uint64_t k = 0; k < 1000; ++k) same += a(k) == b(k) ? 1 : 0;
  EXPECT_LT(same, 20);
}

TEST(Random, HasTheMomentsOfItsDistributions) {
  Random random(7);
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 100000;
  for (int i = 0; i < kCount; ++i) {
    const double x = random.normal();
    sum += x;
    squares += x * x;
    EXPECT_LT(random.below(10), 10U);
  }
  EXPECT_NEAR(sum / kCount, 0, 0.02);
  EXPECT_NEAR(squares / kCount, 1, 0.03);
}

}  // namespace
}  // namespace sempurna
