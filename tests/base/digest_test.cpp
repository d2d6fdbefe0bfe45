#include "base/digest.h"

#include <gtest/gtest.h>

#include <string>

#include "base/base64.h"
#include "base/crc.h"

namespace sempurna {
namespace {

struct Published {
  DigestKind kind;
  std::string_view text;
  std::string_view hex;
};

class DigestOf : public testing::TestWithParam<Published> {};

TEST_P(DigestOf, GivesThePublishedValueWholeAndInPieces) {
  const auto& [kind, text, hex] = GetParam();
  EXPECT_EQ(encode_hex(digest(kind, text)), hex);
  Digest pieces(kind);
  for (size_t i = 0; i < text.size(); i += 3) pieces.update(text.substr(i, 3));
  EXPECT_EQ(encode_hex(pieces.finish()), hex);
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, DigestOf,
    testing::Values(Published{DigestKind::Md5, "message digest",
                              "f96b697d7cb7938d525a2f31aaf161d0"},
                    Published{DigestKind::Sha1, "abc", "a9993e364706816aba3e25717850c26c9cd0d89d"},
                    Published{DigestKind::Sha256, "abc",
                              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
                    // The catalogue's check values of "123456789".
                    Published{DigestKind::Crc32, "123456789", "cbf43926"},
                    Published{DigestKind::Crc32c, "123456789", "e3069283"},
                    Published{DigestKind::Crc64Nvme, "123456789", "ae8b14860a799888"}));

TEST(Digest, OfNothingIsDefined) {
  EXPECT_EQ(encode_hex(digest(DigestKind::Crc32, "")), "00000000");
  EXPECT_EQ(encode_hex(digest(DigestKind::Crc64Nvme, "")), "0000000000000000");
  EXPECT_EQ(encode_hex(digest(DigestKind::Md5, "")), "d41d8cd98f00b204e9800998ecf8427e");
}

TEST(Hmac, GivesThePublishedValue) {  // RFC 4231 and RFC 2202, test case 2
  EXPECT_EQ(encode_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(encode_hex(hmac_sha1("Jefe", "what do ya want for nothing?")),
            "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
}

TEST(ConstantTime, ComparesAsEqualDoes) {
  EXPECT_TRUE(equal_in_constant_time("same", "same"));
  EXPECT_FALSE(equal_in_constant_time("same", "sama"));
  EXPECT_FALSE(equal_in_constant_time("same", "same!"));
}

TEST(RandomBytes, AreAsManyAsAskedAndDiffer) {
  EXPECT_EQ(random_bytes(32).size(), 32U);
  EXPECT_NE(random_bytes(32), random_bytes(32));
}

}  // namespace
}  // namespace sempurna
