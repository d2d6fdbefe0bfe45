#include "base/base64.h"

#include <gtest/gtest.h>

#include <string>

namespace sempurna {
namespace {

TEST(Base64, WritesAndReadsThePublishedTexts) {  // RFC 4648, section 10
  const std::pair<std::string, std::string> pairs[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : pairs) {
    EXPECT_EQ(encode_base64(bytes), text);
    EXPECT_EQ(decode_base64(text), bytes);
  }
}

TEST(Base64, KeepsEveryByte) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  EXPECT_EQ(decode_base64(encode_base64(bytes)), bytes);
}

TEST(Base64, RefusesWhatItIsNot) {
  EXPECT_EQ(decode_base64("Zg"), std::nullopt);
  EXPECT_EQ(decode_base64("Zg=!"), std::nullopt);
}

TEST(Hex, IsReadInEitherCase) {
  EXPECT_EQ(decode_hex("00fFa9"), std::string("\0\xff\xa9", 3));
  EXPECT_EQ(decode_hex(""), "");
  for (const char* wrong : {"0", "0g", "g0", "0x", " 0", "-1"})
    EXPECT_FALSE(decode_hex(wrong)) << wrong;
}

TEST(Hex, HasTwoLowerCaseDigitsAByte) {
  EXPECT_EQ(encode_hex(std::string("\x00\xAB\xff", 3)), "00abff");
}

}  // namespace
}  // namespace sempurna
