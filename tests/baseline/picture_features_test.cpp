#include "baseline/picture_features.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace sempurna {
namespace {

TEST(PictureFeatures, OfOneColourAreThatColourAndNoEdges) {
  Image image(16, 8);
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 16; ++x) image.row(y)[3 * x] = 255;
  }
  const auto features = colour_and_texture(image);
  ASSERT_EQ(features.size(), kPictureFeatures);
  EXPECT_EQ(features[3 * 16], 1);  // the reddest of the 64 colours
  EXPECT_EQ(std::accumulate(features.begin(), features.begin() + 64, 0.0F), 1);
  EXPECT_EQ(features[64], 1);
  EXPECT_EQ(features[65], 0);
  EXPECT_TRUE(std::all_of(features.end() - 128, features.end(), [](float f) { return f == 0; }));
}

TEST(PictureFeatures, TellStripesByTheirDirection) {
  const auto stripes = [](bool upright) {
    Image image(32, 32);
    for (int y = 0; y < 32; ++y) {
      for (int x = 0; x < 32; ++x) {
        std::fill_n(image.row(y) + 3 * x, 3, (upright ? x : y) / 4 % 2 == 0 ? 200 : 20);
      }
    }
    return colour_and_texture(image);
  };
  const auto upright = stripes(true);
  const auto level = stripes(false);
  EXPECT_EQ(upright[112], 1);    // of the first field: direction 0
  EXPECT_EQ(level[112 + 4], 1);  // a quarter turn
  EXPECT_EQ(upright[112 + 4], 0);
}

TEST(PictureFeatures, OfTheSmallestPictureAreNumbers) {
  for (const float f : colour_and_texture(Image(1, 1))) EXPECT_GE(f, 0);
}

}  // namespace
}  // namespace sempurna
