#include "http/address.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

std::string again(const std::string& text) {
  const auto address = read_address(text);
  return address ? to_text(*address) : "none";
}

TEST(HttpAddressTest, IsReadAsItIsWritten) {
  EXPECT_EQ(again("127.0.0.1:8080"), "127.0.0.1:8080");
  EXPECT_EQ(again("localhost:0"), "localhost:0");
  EXPECT_EQ(again("[::1]:65535"), "[::1]:65535");
  EXPECT_EQ(again("::1:80"), "[::1]:80");
  EXPECT_EQ(read_address("[::1]:80")->host, "::1");
  for (const char* wrong : {"", "8080", ":8080", "localhost", "localhost:", "localhost:65536",
                            "localhost:-1", "localhost:80x", "[]:80"}) {
    EXPECT_EQ(again(wrong), "none") << wrong;
  }
}

}  // namespace
}  // namespace sempurna
