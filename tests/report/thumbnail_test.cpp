#include "report/thumbnail.h"

#include <gtest/gtest.h>

#include <span>

#include "image/decode.h"
#include "report/sample.h"

namespace sempurna {
namespace {

Image shown(const std::string& picture) {
  const auto jpeg = thumbnail(picture);
  return jpeg ? decode(std::as_bytes(std::span(*jpeg))) : Image();
}

TEST(Thumbnail, FitsASquareAndKeepsTheRatio) {
  const Image wide = shown(sample_jpeg(640, 320));
  EXPECT_EQ(wide.width, 128);
  EXPECT_EQ(wide.height, 64);
  const Image tall = shown(sample_jpeg(100, 1000));
  EXPECT_EQ(tall.width, 13);
  EXPECT_EQ(tall.height, 128);
}

TEST(Thumbnail, LeavesSmallPicturesAsLargeAsTheyAre) {
  const Image small = shown(sample_jpeg(32, 20));
  EXPECT_EQ(small.width, 32);
  EXPECT_EQ(small.height, 20);
}

TEST(Thumbnail, OfAThreadKeepsOnePixel) {
  const Image thread = shown(sample_jpeg(4000, 1));
  EXPECT_EQ(thread.width, 128);
  EXPECT_EQ(thread.height, 1);
}

TEST(Thumbnail, LooksLikeThePicture) {
  const std::string file = sample_jpeg(512, 512);
  const Image whole = decode(std::as_bytes(std::span(file)));
  const Image small = shown(file);
  for (const int at : {16, 64, 112}) {
    for (int c = 0; c < 3; ++c) {
      EXPECT_NEAR(small.row(at)[3 * at + c], whole.row(4 * at)[3 * 4 * at + c], 24);
    }
  }
}

TEST(Thumbnail, IsTheSameEveryTime) {
  const std::string file = sample_jpeg(300, 200);
  EXPECT_EQ(thumbnail(file), thumbnail(file));
}

TEST(Thumbnail, OfWhatCannotBeDecodedIsEmpty) {
  EXPECT_EQ(thumbnail(""), std::nullopt);
  EXPECT_EQ(thumbnail("no picture"), std::nullopt);
  const std::string whole = sample_jpeg(300, 200);
  EXPECT_EQ(thumbnail(whole.substr(0, whole.size() / 2)), std::nullopt);
  EXPECT_EQ(thumbnail(whole.substr(0, 20)), std::nullopt);
}

}  // namespace
}  // namespace sempurna
