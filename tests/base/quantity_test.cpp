#include "base/quantity.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(Quantity, WritesSizesCountsAndDurations) {
  EXPECT_EQ(size_text(0), "0 B");
  EXPECT_EQ(size_text(14'190'000), "14.2 MB");
  EXPECT_EQ(size_text(999'900), "1.00 MB");
  EXPECT_EQ(count_text(3'504'872), "3.50 M");
  EXPECT_EQ(count_text(110'000'000), "110 M");
  EXPECT_EQ(duration_text(4.25), "4.2 s");
  EXPECT_EQ(duration_text(59.6), "1 min 0 s");
  EXPECT_EQ(duration_text(7500), "2 h 5 min");
}

}  // namespace
}  // namespace sempurna
