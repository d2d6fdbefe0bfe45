#include "api/rate_limit.h"

#include <gtest/gtest.h>

#include "api/network_of.h"

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

TEST(RateLimit, CanBeAskedWithoutTaking) {
  RateLimit rate(1);
  const RateLimit::Moment start{};
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(rate.has("ana", start));
  rate.take("ana", start);
  rate.take("ana", start);
  EXPECT_FALSE(rate.has("ana", start));
  EXPECT_TRUE(rate.has("ana", start + std::chrono::seconds(1)));
  EXPECT_TRUE(RateLimit(0).has("ana", start));
}

TEST(RateLimit, RemembersWhoAskedLastAmongAnyNumber) {
  RateLimit rate(1);
  const RateLimit::Moment start{};
  for (int i = 0; i < 200'000; ++i) {
    rate.take(std::to_string(i), start + milliseconds(i / 1000));
    rate.take("ana", start + milliseconds(i / 1000));
  }
  EXPECT_FALSE(rate.take("ana", start + milliseconds(201)));
  EXPECT_TRUE(rate.take("budi", start + milliseconds(201)));
}

TEST(ANetwork, IsAnAddressOrItsFirstHalf) {
  EXPECT_EQ(network_of("10.1.2.3"), "10.1.2.3");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(network_of("2001:db8:1:2:ffff::1"), network_of("2001:db8:1:2::9"));
  EXPECT_EQ(network_of("::1"), "::");
}

TEST(RateLimit, IsNoneAtZero) {
  RateLimit rate(0);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(rate.take("ana", {}));
}

}  // namespace
}  // namespace sempurna
