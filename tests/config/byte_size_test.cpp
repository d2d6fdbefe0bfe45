#include "config/byte_size.h"

#include <gtest/gtest.h>

#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(ByteSize, IsANumberWithAUnit) {
  EXPECT_EQ(parse_byte_size("0"), 0U);
  EXPECT_EQ(parse_byte_size("500000"), 500000U);
  EXPECT_EQ(parse_byte_size("500 MB"), 500000000U);
  EXPECT_EQ(parse_byte_size("1.5GiB"), 1610612736U);
  EXPECT_EQ(parse_byte_size("2TiB"), uint64_t{2} << 40);
}

TEST(ByteSize, OfAnythingElseIsRefused) {
  for (const char* text :
       {"", "GiB", "-1", "+1", "1e3", "1 gib", "1  GB", "1 GB ", "1.2.3 MB", "99999 TiB", "inf"}) {
    expect_error(Code::InvalidArgument, "is no number of bytes", [&] { parse_byte_size(text); });
  }
}

}  // namespace
}  // namespace sempurna
