#include "api/cloudwatch/periods.h"

#include <gtest/gtest.h>

namespace sempurna::cloudwatch {
namespace {

using std::chrono::seconds;

Time at(int64_t second) {
  return Time(seconds(second));
}

TEST(Periods, BeginWhereCloudWatchHasThem) {
  constexpr int64_t kDay = 24 * 3600;
  const Time now = at(100 * kDay);
  const auto begin = [&](int64_t start, int period) {
    return first_period(at(start), seconds(period), now) - Time{};
  };
  const int64_t recent = 99 * kDay + 3661;  // 01:01:01
  EXPECT_EQ(begin(recent, 60), seconds(recent - 1));
  EXPECT_EQ(begin(recent, 3600), seconds(recent - 1));
  EXPECT_EQ(begin(recent + 22, 10), seconds(recent + 19));
  EXPECT_EQ(begin(recent, 1), seconds(recent));
  const int64_t old = 60 * kDay + 3661;
  EXPECT_EQ(begin(old, 60), seconds(old - 61));
  EXPECT_EQ(begin(old - 30 * kDay, 60), seconds(old - 30 * kDay - 61));
}

TEST(Periods, AreCountedFromTheFirst) {
  const std::vector<MetricPoint> points = {{at(125), Distribution(1)},
                                           {at(179), Distribution(2)},
                                           {at(180), Distribution(4)},
                                           {at(400), Distribution(8)}};
  const auto periods = by_period(points, at(120), seconds(60));
  ASSERT_EQ(periods.size(), 3u);
  EXPECT_EQ(periods[0].time, at(120));
  EXPECT_EQ(periods[0].values.sum(), 3);
  EXPECT_EQ(periods[1].time, at(180));
  EXPECT_EQ(periods[1].values.count(), 1);
  EXPECT_EQ(periods[2].time, at(360));
  EXPECT_TRUE(by_period({}, at(0), seconds(60)).empty());
}

}  // namespace
}  // namespace sempurna::cloudwatch
