#include "base/sha256.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

constexpr auto kAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";  // FIPS 180-4

TEST(Sha256, GivesThePublishedValue) {
  EXPECT_EQ(sha256_hex("abc"), kAbc);
}

TEST(Sha256, ReadsAFile) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "f", "abc");
  EXPECT_EQ(sha256_file(folder.path() / "f"), kAbc);
}

}  // namespace
}  // namespace sempurna
