#include "image/resize.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "base/random.h"
#include "catalog/choices.h"
#include "image/golden.h"
#include "image/pictures.h"
#include "image/resize_rows.h"

namespace sempurna {
namespace {

Image resize_case(const Json& one) {
  const Image picture = test_picture(one["from"][0].get<int>(), one["from"][1].get<int>());
  return resize(picture, one["to"][0].get<int>(), one["to"][1].get<int>(),
                *choice_named<Interpolation>(one["kind"].get<std::string>()));
}

Image cut(const Image& image, const Window& window) {
  Image result(window.width, window.height);
  for (int y = 0; y < window.height; ++y) {
    const uint8_t* from = image.row(static_cast<int>(window.top) + y) + 3 * window.left;
    std::copy(from, from + 3 * window.width, result.row(y));
  }
  return result;
}

std::string refusal(const auto& action) {
  try {
    action();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    return error.what();
  }
  return "";
}

TEST(Resize, EqualsPillowBitForBit) {
  for (const Json& one : golden("pillow_resizing")) {
    EXPECT_EQ(crc32_of(resize_case(one).pixels), one["crc32"].get<uint32_t>()) << one;
  }
}

TEST(Resize, TensorflowsKernelsAreWithinOneLevel) {
  for (const Json& one : golden("tensorflow_resizing")) {
    const Image image = resize_case(one);
    ASSERT_EQ(image.pixels.size(), one["pixels"].size());
    for (size_t i = 0; i < image.pixels.size(); ++i) {
      // Two roundings to whole levels, each amplified by the negative lobes of the kernel at most
      // a little.
      ASSERT_NEAR(image.pixels[i], one["pixels"][i].get<double>(), 1.3)
          << one["kind"] << " " << one["from"] << " value " << i;
    }
  }
}

TEST(Resize, AWindowIsThatPartOfTheWhole) {
  const Image picture = test_picture(90, 70);
  for (int kind = 0; kind < static_cast<int>(names_of(Interpolation{}).size()); ++kind) {
    const auto interpolation = static_cast<Interpolation>(kind);
    for (const auto& [width, height] :
         {std::pair(40, 33), {90, 33}, {40, 70}, {90, 70}, {200, 180}}) {
      const Window window{7, 5, 31, 28};
      const Image part = resize_window(picture, width, height, interpolation, window);
      const Image whole = resize(picture, width, height, interpolation);
      EXPECT_EQ(largest_difference(part, cut(whole, window)), 0)
          << name(interpolation) << " to " << width << " x " << height;
    }
  }
}

TEST(Resize, AHugeTargetCostsOnlyItsWindow) {
  const Image line = test_picture(1, 60000);
  const Image part =
      resize_window(line, 256, 256 * 60000, Interpolation::Bilinear, {16, 128 * 60000, 224, 224});
  EXPECT_EQ(part.width, 224);
  EXPECT_EQ(part.height, 224);
}

TEST(Resize, AConstantPictureStaysConstant) {
  Image picture(37, 23);
  std::fill(picture.pixels.begin(), picture.pixels.end(), 201);
  for (const std::string_view kind : names_of(Interpolation{})) {
    for (const auto& [width, height] : {std::pair(5, 90), {90, 5}, {37, 5}}) {
      const Image image = resize(picture, width, height, *choice_named<Interpolation>(kind));
      for (const uint8_t value : image.pixels) ASSERT_EQ(value, 201) << kind;
    }
  }
}

TEST(Resize, EveryVersionOfTheInnerLoopsGivesTheSameBits) {
  const RowFunctions plain = plain_row_functions();
  const RowFunctions fast = row_functions();
  Random random(5);
  for (int round = 0; round < 50; ++round) {
    const int pixels = 1 + static_cast<int>(random.below(70));
    const int taps = 1 + static_cast<int>(random.below(static_cast<uint64_t>(pixels)));
    std::vector<uint8_t> rows(static_cast<size_t>(pixels) * 3 * static_cast<size_t>(taps) +
                              kRowPadding);
    for (uint8_t& value : rows) value = static_cast<uint8_t>(random.below(256));
    std::vector<int32_t> weights(static_cast<size_t>(taps));
    for (int32_t& weight : weights) {
      weight = static_cast<int32_t>(random.below(1 << 23)) / taps * (random.below(3) == 0 ? -1 : 1);
    }
    const int first = static_cast<int>(random.below(static_cast<uint64_t>(pixels - taps + 1)));
    const Taps one{&first, &taps, weights.data(), taps, 1};
    uint8_t pixel[2][3];
    plain.horizontal(rows.data(), one, pixel[0]);
    fast.horizontal(rows.data(), one, pixel[1]);
    EXPECT_TRUE(std::equal(pixel[0], pixel[0] + 3, pixel[1]));
    const auto bytes = static_cast<size_t>(pixels) * 3;
    std::vector<uint8_t> a(bytes);
    std::vector<uint8_t> b(bytes);
    plain.vertical(rows.data(), bytes, weights.data(), taps, a.data());
    fast.vertical(rows.data(), bytes, weights.data(), taps, b.data());
    EXPECT_EQ(a, b);
  }
}

TEST(Resize, ImpossibleSizesAreRefused) {
  const Image picture = test_picture(4, 4);
  EXPECT_EQ(refusal([&] { resize(picture, 0, 5, Interpolation::Bilinear); }),
            "a picture of 4 x 4 pixels cannot be resized to 0 x 5");
  EXPECT_EQ(refusal([&] { resize(Image(), 5, 5, Interpolation::Nearest); }),
            "a picture of 0 x 0 pixels cannot be resized to 5 x 5");
  EXPECT_EQ(refusal([&] {
              resize_window(picture, 8, 8, Interpolation::Area, {5, 0, 4, 8});
            }),
            "a window of 4 x 8 at 5, 0 does not lie in 8 x 8");
}

TEST(Interpolation, IsKnownByName) {
  EXPECT_EQ(choice_named<Interpolation>("lanczos5"), Interpolation::Lanczos5);
  EXPECT_EQ(name(Interpolation::MitchellCubic), "mitchellcubic");
  EXPECT_FALSE(choice_named<Interpolation>("cubic"));
}

TEST(Interpolation, HasAllThatAJobMayAskFor) {
  for (const std::string_view asked : names_of(TrainingResize{})) {
    EXPECT_EQ(choice_named<Interpolation>(asked).has_value(), asked != "model") << asked;
  }
}

}  // namespace
}  // namespace sempurna
