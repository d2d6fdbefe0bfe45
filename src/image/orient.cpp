#include <algorithm>
#include <cstring>

#include "image/codecs.h"

namespace sempurna {
namespace {

void swap_pixels(uint8_t* a, uint8_t* b) {
  for (int channel = 0; channel < 3; ++channel) std::swap(a[channel], b[channel]);
}

void mirror_rows(Image& image) {
  for (int y = 0; y < image.height; ++y) {
    uint8_t* left = image.row(y);
    uint8_t* right = left + 3 * (static_cast<size_t>(image.width) - 1);
    for (; left < right; left += 3, right -= 3) swap_pixels(left, right);
  }
  Reduction& reduction = image.reduction;
  if (reduction.by != 1) {
    const double extent = static_cast<double>(reduction.full_width) / reduction.by;
    reduction.left = image.width - extent - reduction.left;
  }
}

void mirror_columns(Image& image) {
  for (int top = 0, bottom = image.height - 1; top < bottom; ++top, --bottom) {
    std::swap_ranges(image.row(top), image.row(top) + 3 * static_cast<size_t>(image.width),
                     image.row(bottom));
  }
  Reduction& reduction = image.reduction;
  if (reduction.by != 1) {
    const double extent = static_cast<double>(reduction.full_height) / reduction.by;
    reduction.top = image.height - extent - reduction.top;
  }
}

/// Rows become columns. In blocks, so that both pictures stay in the cache.
Image transpose(const Image& image) {
  constexpr int kBlock = 32;
  Image result(image.height, image.width);
  const Reduction& from = image.reduction;
  result.reduction = {from.by, from.full_height, from.full_width, from.top, from.left};
  for (int y0 = 0; y0 < image.height; y0 += kBlock) {
    for (int x0 = 0; x0 < image.width; x0 += kBlock) {
      const int y1 = std::min(image.height, y0 + kBlock);
      const int x1 = std::min(image.width, x0 + kBlock);
      for (int x = x0; x < x1; ++x) {
        for (int y = y0; y < y1; ++y) {
          std::memcpy(result.row(x) + 3 * static_cast<size_t>(y),
                      image.row(y) + 3 * static_cast<size_t>(x), 3);
        }
      }
    }
  }
  return result;
}

}  // namespace

Image upright(Image stored, int orientation) {
  // TIFF 6.0, tag 274: the side of the scene on which row 0 and column 0 lie.
  const bool turned = orientation >= 5;
  const bool mirror_x =
      orientation == 2 || orientation == 3 || orientation == 6 || orientation == 7;
  const bool mirror_y =
      orientation == 3 || orientation == 4 || orientation == 7 || orientation == 8;
  Image result = turned ? transpose(stored) : std::move(stored);
  if (mirror_x) mirror_rows(result);
  if (mirror_y) mirror_columns(result);
  return result;
}

}  // namespace sempurna
