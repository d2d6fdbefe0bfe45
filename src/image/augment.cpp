#include "image/augment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/error.h"

namespace sempurna {
namespace {

/// Where in the source the output pixel (x, y) is taken from: affine in x and y.
struct Affine {
  double x_by_x, x_by_y, x_start;
  double y_by_x, y_by_y, y_start;
};

Affine source_of(const Image& image, const Warp& warp) {
  const double middle_x = (image.width - 1) / 2.0;
  const double middle_y = (image.height - 1) / 2.0;
  // Read backwards: an output pixel is zoomed first, then turned, then flipped.
  const double flip_x = warp.flip_horizontal ? -1 : 1;
  const double flip_y = warp.flip_vertical ? -1 : 1;
  const double cosine = std::cos(warp.turn) * warp.zoom;
  const double sine = std::sin(warp.turn) * warp.zoom;
  Affine affine{flip_x * cosine, flip_x * -sine, 0, flip_y * sine, flip_y * cosine, 0};
  affine.x_start = middle_x - affine.x_by_x * middle_x - affine.x_by_y * middle_y;
  affine.y_start = middle_y - affine.y_by_x * middle_x - affine.y_by_y * middle_y;
  return affine;
}

/// A position outside the picture mirrored at its edges, (d c b a | a b c d | d c b a), as
/// TensorFlow's ImageProjectiveTransform does; in [0, size - 1].
double reflect(double at, int size) {
  const double length = size;
  if (at >= 0 && at <= length - 1) return at;
  const double period = 2 * length;
  at -= period * std::floor(at / period);  // in [0, period), the pattern repeats
  if (at > length - 0.5) at = period - at - 1;
  return std::clamp(at, 0.0, length - 1);
}

/// The pixel at (x, y), both inside the picture. The parts of its neighbours are counted in 2^-12
/// on each axis, so all sums fit 32 bits and a value is off by at most 0.13 before it is rounded.
void interpolate(const Image& image, double x, double y, uint8_t* to) {
  constexpr uint32_t kOne = 1 << 12;
  const int left = static_cast<int>(x);
  const int top = static_cast<int>(y);
  const auto right_part = static_cast<uint32_t>((x - left) * kOne + 0.5);
  const auto lower_part = static_cast<uint32_t>((y - top) * kOne + 0.5);
  // At the last column and row the neighbour's part is 0.
  const size_t step = left + 1 < image.width ? 3 : 0;
  const uint8_t* upper = image.row(top) + 3 * static_cast<size_t>(left);
  const uint8_t* lower =
      top + 1 < image.height ? upper + 3 * static_cast<size_t>(image.width) : upper;
  const uint32_t upper_left = (kOne - right_part) * (kOne - lower_part);
  const uint32_t upper_right = right_part * (kOne - lower_part);
  const uint32_t lower_left = (kOne - right_part) * lower_part;
  const uint32_t lower_right = right_part * lower_part;
  for (size_t channel = 0; channel < 3; ++channel) {
    const uint32_t sum = upper_left * upper[channel] + upper_right * upper[channel + step] +
                         lower_left * lower[channel] + lower_right * lower[channel + step];
    to[channel] = static_cast<uint8_t>((sum + kOne * kOne / 2) >> 24);
  }
}

Image flip(const Image& image, bool horizontal, bool vertical) {
  Image result(image.width, image.height);
  for (int y = 0; y < image.height; ++y) {
    const uint8_t* from = image.row(vertical ? image.height - 1 - y : y);
    uint8_t* to = result.row(y);
    if (!horizontal) {
      std::memcpy(to, from, size_t{3} * static_cast<size_t>(image.width));
      continue;
    }
    for (int x = 0; x < image.width; ++x, to += 3)
      std::memcpy(to, from + 3 * (image.width - 1 - x), 3);
  }
  return result;
}

}  // namespace

Warp draw_warp(const Augmentation& augmentation, Random& random) {
  const bool horizontal = random.uniform() < 0.5;
  const bool vertical = random.uniform() < 0.5;
  const double rotation = std::abs(augmentation.rotation);
  const double zoom = std::abs(augmentation.zoom);
  Warp warp;
  warp.flip_horizontal = horizontal && (augmentation.flip == Flip::Horizontal ||
                                        augmentation.flip == Flip::HorizontalAndVertical);
  warp.flip_vertical = vertical && (augmentation.flip == Flip::Vertical ||
                                    augmentation.flip == Flip::HorizontalAndVertical);
  warp.turn = 2 * M_PI * random.uniform(-rotation, rotation);
  warp.zoom = random.uniform(1 - zoom, 1 + zoom);
  return warp;
}

Image warp(const Image& image, const Warp& warp) {
  if (warp.turn == 0 && warp.zoom == 1) {
    return flip(image, warp.flip_horizontal, warp.flip_vertical);
  }
  const Affine source = source_of(image, warp);
  Image result(image.width, image.height);
  for (int y = 0; y < image.height; ++y) {
    uint8_t* to = result.row(y);
    for (int x = 0; x < image.width; ++x, to += 3) {
      const double from_x = source.x_by_x * x + source.x_by_y * y + source.x_start;
      const double from_y = source.y_by_x * x + source.y_by_y * y + source.y_start;
      interpolate(image, reflect(from_x, image.width), reflect(from_y, image.height), to);
    }
  }
  return result;
}

Image augment(const Image& image, const Augmentation& augmentation, Random& random) {
  return warp(image, draw_warp(augmentation, random));
}

}  // namespace sempurna
