#include "image/augment.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "image/golden.h"
#include "image/pictures.h"

namespace sempurna {
namespace {

/// The picture turned counter-clockwise by a quarter, pixel by pixel; it is square.
Image quarter_turn(const Image& image) {
  Image result(image.width, image.height);
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x) {
      for (int channel = 0; channel < 3; ++channel) {
        result.row(image.width - 1 - x)[3 * y + channel] = image.row(y)[3 * x + channel];
      }
    }
  }
  return result;
}

int pixel_at(const Image& image, int x, int y) {
  return image.row(y)[3 * x];
}

TEST(Warp, EqualsKerasLayers) {
  for (const Json& one : golden("augmentation")) {
    const Image picture = test_picture(one["size"][0].get<int>(), one["size"][1].get<int>());
    const Image warped =
        warp(picture, {.turn = one["turn"].get<double>(), .zoom = one["zoom"].get<double>()});
    for (size_t i = 0; i < warped.pixels.size(); ++i) {
      ASSERT_NEAR(warped.pixels[i], one["pixels"][i].get<double>(), 0.64)
          << one["turn"] << " " << one["zoom"] << " value " << i;
    }
  }
}

TEST(Warp, QuarterTurnsAreExactAndCounterClockwise) {
  const Image picture = test_picture(12, 12);
  Image expected = picture;
  for (int quarters = 1; quarters <= 4; ++quarters) {
    expected = quarter_turn(expected);
    EXPECT_EQ(largest_difference(warp(picture, {.turn = quarters * M_PI / 2}), expected), 0)
        << quarters;
    EXPECT_EQ(largest_difference(warp(picture, {.turn = (quarters - 4) * M_PI / 2}), expected), 0)
        << quarters;
  }
}

TEST(Warp, FlipsAreExact) {
  const Image picture = test_picture(9, 7);
  const Image sideways = warp(picture, {.flip_horizontal = true});
  const Image upside_down = warp(picture, {.flip_vertical = true});
  EXPECT_EQ(pixel_at(sideways, 0, 2), pixel_at(picture, 8, 2));
  EXPECT_EQ(pixel_at(upside_down, 3, 0), pixel_at(picture, 3, 6));
  EXPECT_EQ(largest_difference(warp(sideways, {.flip_horizontal = true}), picture), 0);
  EXPECT_EQ(largest_difference(warp(picture, {}), picture), 0);
  // Both flips are half a turn, and flips go along with another warp.
  const Image both = warp(picture, {.flip_horizontal = true, .flip_vertical = true});
  EXPECT_EQ(largest_difference(warp(picture, {.turn = M_PI}), both), 0);
  EXPECT_EQ(
      largest_difference(
          warp(picture, {.flip_horizontal = true, .flip_vertical = true, .turn = M_PI}), picture),
      0);
  EXPECT_EQ(largest_difference(warp(sideways, {.turn = 0.4, .zoom = 1.2}),
                               warp(picture, {.flip_horizontal = true, .turn = 0.4, .zoom = 1.2})),
            0);
}

TEST(Warp, ZoomAboveOneShowsMore) {
  // A white square in the middle of black: zoomed out it becomes smaller.
  Image picture(40, 40);
  for (int y = 10; y < 30; ++y) {
    for (int x = 10; x < 30; ++x) picture.row(y)[3 * x] = 255;
  }
  const auto width_of_white = [](const Image& image) {
    int count = 0;
    for (int x = 0; x < image.width; ++x) count += pixel_at(image, x, 20) > 127 ? 1 : 0;
    return count;
  };
  EXPECT_EQ(width_of_white(warp(picture, {.zoom = 1.25})), 16);
  EXPECT_EQ(width_of_white(warp(picture, {.zoom = 0.5})), 40);
}

TEST(Warp, ExtremesStayInside) {
  for (const auto& [width, height] : {std::pair(1, 1), {2, 1}, {1, 9}, {31, 3}}) {
    for (const double turn : {0.0, 1.0, 50.0, -1e6}) {
      for (const double zoom : {0.0, 1e-9, 1.0, 2.0}) {
        const Image image = warp(test_picture(width, height), {.turn = turn, .zoom = zoom});
        EXPECT_EQ(image.width, width);
        EXPECT_EQ(image.height, height);
      }
    }
  }
}

TEST(DrawWarp, FlipsInHalfOfTheCasesAndOnlyAsAsked) {
  for (const Flip flip :
       {Flip::None, Flip::Horizontal, Flip::Vertical, Flip::HorizontalAndVertical}) {
    const Augmentation augmentation{.flip = flip, .rotation = 0, .zoom = 0};
    Random random(11);
    int horizontal = 0;
    int vertical = 0;
    int both = 0;
    for (int i = 0; i < 4000; ++i) {
      const Warp drawn = draw_warp(augmentation, random);
      horizontal += drawn.flip_horizontal ? 1 : 0;
      vertical += drawn.flip_vertical ? 1 : 0;
      both += drawn.flip_horizontal && drawn.flip_vertical ? 1 : 0;
      EXPECT_EQ(drawn.turn, 0);
      EXPECT_EQ(drawn.zoom, 1);
    }
    const bool sideways = flip == Flip::Horizontal || flip == Flip::HorizontalAndVertical;
    const bool upside_down = flip == Flip::Vertical || flip == Flip::HorizontalAndVertical;
    EXPECT_NEAR(horizontal, sideways ? 2000 : 0, sideways ? 130 : 0);  // four deviations
    EXPECT_NEAR(vertical, upside_down ? 2000 : 0, upside_down ? 130 : 0);
    EXPECT_NEAR(both, sideways && upside_down ? 1000 : 0, sideways && upside_down ? 110 : 0);
  }
}

TEST(DrawWarp, TurnsAndZoomsEvenlyWithinTheFactors) {
  const Augmentation augmentation{.flip = Flip::None, .rotation = -0.25, .zoom = 0.4};
  Random random(2);
  double turns = 0;
  double zooms = 0;
  double widest = 0;
  double outmost = 0;
  double inmost = 2;
  constexpr int kDraws = 4000;
  for (int i = 0; i < kDraws; ++i) {
    const Warp drawn = draw_warp(augmentation, random);
    ASSERT_LE(std::abs(drawn.turn), M_PI / 2);
    ASSERT_GE(drawn.zoom, 0.6);
    ASSERT_LE(drawn.zoom, 1.4);
    turns += drawn.turn;
    zooms += drawn.zoom;
    widest = std::max(widest, drawn.turn);
    outmost = std::max(outmost, drawn.zoom);
    inmost = std::min(inmost, drawn.zoom);
  }
  EXPECT_NEAR(turns / kDraws, 0, 0.06);  // four deviations of the mean
  EXPECT_NEAR(zooms / kDraws, 1, 0.015);
  EXPECT_GT(widest, 0.98 * M_PI / 2);
  EXPECT_GT(outmost, 1.39);
  EXPECT_LT(inmost, 0.61);
}

TEST(Augment, IsAFunctionOfTheRandomKeyAlone) {
  const Image picture = test_picture(30, 20);
  const auto augmented = [&](uint64_t key) {
    Random random(key);
    return augment(picture, {}, random);
  };
  EXPECT_EQ(largest_difference(augmented(1), augmented(1)), 0);
  EXPECT_GT(largest_difference(augmented(1), augmented(2)), 0);
}

}  // namespace
}  // namespace sempurna
