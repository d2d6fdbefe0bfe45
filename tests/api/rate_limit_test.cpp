#include "api/rate_limit.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

using std::chrono::milliseconds;

TEST(RateLimit, GivesTwiceTheRateAtOnceAndTheRateAfterThat) {
  RateLimit rate(10);
  const RateLimit::Moment start{};
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(rate.take("ana", start)) << i;
  EXPECT_FALSE(rate.take("ana", start));
  EXPECT_FALSE(rate.take("ana", start + milliseconds(99)));
  EXPECT_TRUE(rate.take("ana", start + milliseconds(200)));
  EXPECT_TRUE(rate.take("ana", start + milliseconds(201)));
  EXPECT_FALSE(rate.take("ana", start + milliseconds(202)));
}

TEST(RateLimit, CountsEachByItself) {
  RateLimit rate(1);
  const RateLimit::Moment start{};
  while (rate.take("ana", start)) continue;
  EXPECT_TRUE(rate.take("budi", start));
}

TEST(RateLimit, SavesUpNoMoreThanItGivesAtOnce) {
  RateLimit rate(1);
  const RateLimit::Moment start{};
  rate.take("ana", start);
  const auto later = start + std::chrono::hours(1);
  EXPECT_TRUE(rate.take("ana", later));
  EXPECT_TRUE(rate.take("ana", later));
  EXPECT_FALSE(rate.take("ana", later));
}

TEST(RateLimit, IsNoneAtZero) {
  RateLimit rate(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(rate.take("ana", {}));
}

}  // namespace
}  // namespace sempurna
