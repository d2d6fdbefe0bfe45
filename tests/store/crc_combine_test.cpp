#include "store/crc_combine.h"

#include "store_folder.h"

namespace sempurna {
namespace {

constexpr DigestKind kCrcs[] = {DigestKind::Crc32, DigestKind::Crc32c, DigestKind::Crc64Nvme};

TEST(CombinedCrc, IsThatOfBothTextsTogether) {
  const std::string all = noise(70'000, 1);
  for (const auto kind : kCrcs) {
    for (const size_t cut : {0, 1, 7, 8, 4096, 65'536, 69'999, 70'000}) {
      const std::string first = all.substr(0, cut);
      const std::string second = all.substr(cut);
      EXPECT_EQ(combine_crc(kind, digest(kind, first), digest(kind, second), second.size()),
                digest(kind, all))
          << cut;
    }
  }
}

TEST(CombinedCrc, GoesOnFromThatOfNothing) {
  for (const auto kind : kCrcs) {
    EXPECT_TRUE(is_crc(kind));
    EXPECT_EQ(combine_crc(kind, digest(kind, ""), digest(kind, "123456789"), 9),
              digest(kind, "123456789"));
  }
  EXPECT_FALSE(is_crc(DigestKind::Sha256));
}

}  // namespace
}  // namespace sempurna
