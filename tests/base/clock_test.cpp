#include "base/clock.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

using std::chrono::milliseconds;

TEST(Time, IsWrittenInEachForm) {
  const Time time(milliseconds(1767323045678));
  EXPECT_EQ(iso_time(time), "2026-01-02T03:04:05.678Z");
  EXPECT_EQ(http_time(time), "Fri, 02 Jan 2026 03:04:05 GMT");
  EXPECT_EQ(basic_time(time), "20260102T030405Z");
}

TEST(Time, BeforeTheEpochIsWrittenToo) {
  EXPECT_EQ(iso_time(Time(milliseconds(-1))), "1969-12-31T23:59:59.999Z");
}

}  // namespace
}  // namespace sempurna
