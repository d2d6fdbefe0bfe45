#include "base/iso_time.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(IsoTime, IsReadToTheMillisecond) {
  const Time whole = Time(std::chrono::seconds(1'767'323'045));
  EXPECT_EQ(read_iso_time("2026-01-02T03:04:05Z"), whole);
  EXPECT_EQ(read_iso_time("2026-01-02T03:04:05.25Z"), whole + std::chrono::milliseconds(250));
  EXPECT_EQ(read_iso_time("2026-01-02T03:04:05.0019999Z"), whole + std::chrono::milliseconds(1));
  EXPECT_EQ(read_iso_time(iso_time(whole)), whole);
  for (const char* wrong : {"", "2026-01-02", "2026-01-02T03:04:05", "2026-01-02T03:04:05.Z",
                            "2026-01-02T03:04:05+01:00", "2026-13-02T03:04:05Z", "1767323045"}) {
    EXPECT_FALSE(read_iso_time(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace sempurna
