#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sempurna {

/// How a picture lies in its pixels that was decoded at a part of its size: its full size is rarely
/// a multiple of the divisor, so the outermost pixels stand for less than `by` full ones.
struct Reduction {
  int by = 1;          ///< 1, 2, 4 or 8
  int full_width = 0;  ///< of the whole picture, when `by` is not 1
  int full_height = 0;
  double left = 0;  ///< where in the pixels the picture begins, below one pixel
  double top = 0;
};

/// A picture in memory: 8-bit RGB, interleaved, rows from the top, no padding.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> pixels;  ///< [height, width, 3]
  Reduction reduction;          ///< resizing takes it into account

  Image() = default;
  /// Black, of the given size.
  Image(int width, int height)
      : width(width),
        height(height),
        pixels(static_cast<size_t>(width) * static_cast<size_t>(height) * 3) {}

  int full_width() const { return reduction.by == 1 ? width : reduction.full_width; }
  int full_height() const { return reduction.by == 1 ? height : reduction.full_height; }

  uint8_t* row(int y) { return pixels.data() + static_cast<size_t>(y) * width * 3; }
  const uint8_t* row(int y) const { return pixels.data() + static_cast<size_t>(y) * width * 3; }
};

}  // namespace sempurna
