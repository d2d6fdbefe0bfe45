#include "image/encode.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "image/pictures.h"

namespace sempurna {
namespace {

TEST(EncodeJpeg, IsTheSameEveryTimeAndSmallerAtLowerQuality) {
  const Image picture = test_picture(50, 40);
  EXPECT_EQ(encode_jpeg(picture, 85), encode_jpeg(picture, 85));
  EXPECT_LT(encode_jpeg(picture, 30).size(), encode_jpeg(picture, 95).size());
}

TEST(EncodeJpeg, AnImpossiblePictureOrQualityIsRefused) {
  const auto refusal = [](const Image& image, int quality) -> std::string {
    try {
      encode_jpeg(image, quality);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::InvalidArgument);
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(refusal(Image(), 90),
            "a picture of 0 x 0 pixels cannot be written as JPEG: each side must be 1 to 65500");
  EXPECT_EQ(
      refusal(Image(70000, 1), 90),
      "a picture of 70000 x 1 pixels cannot be written as JPEG: each side must be 1 to 65500");
  EXPECT_EQ(refusal(Image(1, 1), 0), "JPEG quality 0 is not in 1 to 100");
}

}  // namespace
}  // namespace sempurna
