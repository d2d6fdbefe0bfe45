#include "jobs/distribution.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(Distribution, TellsItsStatistics) {
  Distribution values;
  EXPECT_TRUE(values.is_empty());
  for (const double value : {3.0, 1.0, 2.0, 2.0}) values.add(value);
  EXPECT_EQ(values.count(), 4);
  EXPECT_EQ(values.sum(), 8);
  EXPECT_EQ(values.average(), 2);
  EXPECT_EQ(values.minimum(), 1);
  EXPECT_EQ(values.maximum(), 3);
  EXPECT_EQ(values.percentile(0), 1);
  EXPECT_EQ(values.percentile(50), 2);
  EXPECT_EQ(values.percentile(100), 3);
  // Of places 0 to 3 it is 2.7: between 2 and 3.
  EXPECT_DOUBLE_EQ(values.percentile(90), 2.7);
  EXPECT_DOUBLE_EQ(values.percentile(10), 1.3);
  EXPECT_EQ(Distribution(-5).percentile(33), -5);
}

TEST(Distribution, IsAddedToAnother) {
  Distribution one(1);
  one.add(Distribution());
  Distribution other(4);
  other.add(7, 2);
  one.add(other);
  EXPECT_EQ(one.count(), 4);
  EXPECT_EQ(one.sum(), 19);
  EXPECT_EQ(one.minimum(), 1);
  EXPECT_EQ(one.maximum(), 7);
  EXPECT_EQ(one.percentile(50), 5.5);
}

TEST(Distribution, OfManyValuesIsNearAndNoLarger) {
  Distribution values;
  for (int k = 1; k <= 100'000; ++k) values.add(k);
  EXPECT_EQ(values.sum(), 5'000'050'000);
  EXPECT_EQ(values.maximum(), 100'000);
  for (const double percent : {1.0, 25.0, 50.0, 90.0, 99.9}) {
    const double exact = 1 + percent / 100 * 99'999;
    EXPECT_NEAR(values.percentile(percent), exact, exact / 100) << percent;
  }
  EXPECT_LT(to_line(to_json(values)).size(), 16'000);
}

TEST(Distribution, OfManyValuesIsWithinAHundredthOfAnyOfThem) {
  for (int k = 64; k < 256; ++k) {
    Distribution values;
    for (int other = 0; other < 100; ++other) values.add(1'000'000 + other);
    values.add(-1);
    values.add(k + 0.499, 1000);
    EXPECT_NEAR(values.percentile(50), k + 0.499, (k + 0.499) / 100) << k;
  }
}

TEST(Distribution, IsWrittenAndReadAgain) {
  EXPECT_EQ(to_line(to_json(Distribution(2.5))), "2.5");
  Distribution values(2);
  values.add(5, 3);
  EXPECT_EQ(to_line(to_json(values)), "[17.0,2.0,5.0,2.0,1.0,5.0,3.0]");
  const Distribution again = read_distribution(to_json(values));
  EXPECT_EQ(to_json(again), to_json(values));
  EXPECT_EQ(again.count(), 4);
  for (const char* damaged : {"\"2\"", "[]", "[1,2,3]", "[1,2,3,4]", "[1,2,3,4,null]", "null"}) {
    expect_error(Code::DataCorrupt, "a metric is damaged",
                 [&] { read_distribution(Json::parse(damaged)); });
  }
}

}  // namespace
}  // namespace sempurna
