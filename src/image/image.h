#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sempurna {

/// A picture in memory: 8-bit RGB, interleaved, rows from the top, no padding.
struct Image {
  int width = 0;
  int height = 0;
  std::vector<uint8_t> pixels;  ///< [height, width, 3]

  Image() = default;
  /// Black, of the given size.
  Image(int width, int height)
      : width(width),
        height(height),
        pixels(static_cast<size_t>(width) * static_cast<size_t>(height) * 3) {}

  uint8_t* row(int y) { return pixels.data() + static_cast<size_t>(y) * width * 3; }
  const uint8_t* row(int y) const { return pixels.data() + static_cast<size_t>(y) * width * 3; }
};

}  // namespace sempurna
