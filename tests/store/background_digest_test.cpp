#include "store/background_digest.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

class Sizes : public testing::TestWithParam<std::pair<size_t, size_t>> {};

TEST_P(Sizes, GiveTheDigestOfTheWhole) {
  const auto& [size, piece] = GetParam();
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>(i * i >> 7);
  BackgroundDigest background(DigestKind::Md5);
  const auto bytes = std::as_bytes(std::span(text));
  for (size_t at = 0; at < size; at += piece) {
    background.update(bytes.subspan(at, std::min(piece, size - at)));
  }
  EXPECT_EQ(background.finish(), digest(DigestKind::Md5, text));
}

INSTANTIATE_TEST_SUITE_P(AroundTheBorders, Sizes,
                         testing::Values(std::pair(0, 1), std::pair(1, 1),
                                         std::pair(1 << 20, 1 << 16), std::pair((1 << 20) + 1, 7),
                                         std::pair(5000001, 65536), std::pair(5000000, 4000000),
                                         std::pair((3 << 19), 1 << 19)));

TEST(BackgroundDigest, MayBeLeftUnfinished) {
  BackgroundDigest background(DigestKind::Md5);
  background.update(std::vector<std::byte>(4 << 20));
}

}  // namespace
}  // namespace sempurna
