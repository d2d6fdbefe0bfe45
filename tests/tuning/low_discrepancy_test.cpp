#include "tuning/low_discrepancy.h"

#include <gtest/gtest.h>

#include <set>

namespace sempurna {
namespace {

TEST(LowDiscrepancy, EveryPartHasItsPlace) {
  // The first 2, 4, 8 and 16 places have one in each of as many parts of the first coordinate; the
  // second's bases are 3 and 9, the third's 5 and 25.
  const auto parts = [](size_t coordinate, uint64_t count, uint64_t key) {
    std::set<int> found;
    for (uint64_t i = 0; i < count; ++i) {
      found.insert(
          static_cast<int>(low_discrepancy(3, i, key)[coordinate] * static_cast<double>(count)));
    }
    return found.size();
  };
  for (uint64_t key = 0; key < 20; ++key) {
    for (const uint64_t count : {2U, 4U, 8U, 16U}) EXPECT_EQ(parts(0, count, key), count);
    for (const uint64_t count : {3U, 9U}) EXPECT_EQ(parts(1, count, key), count);
    for (const uint64_t count : {5U, 25U}) EXPECT_EQ(parts(2, count, key), count);
  }
}

TEST(LowDiscrepancy, OtherKeysAndCoordinatesDiffer) {
  EXPECT_NE(low_discrepancy(2, 0, 1), low_discrepancy(2, 0, 2));
  std::set<double> shares;
  for (const double share : low_discrepancy(30, 0, 1)) {
    EXPECT_GE(share, 0);
    EXPECT_LE(share, 1);
    shares.insert(share);
  }
  EXPECT_EQ(shares.size(), 30U);
}

}  // namespace
}  // namespace sempurna
