#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "image/image.h"

namespace sempurna {

inline std::span<const std::byte> as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

/// A picture whose every pixel differs from its neighbours in a known, smooth-ish way; the same
/// formula is in golden/image/make_golden.py.
inline Image test_picture(int width, int height) {
  Image image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      uint8_t* pixel = image.row(y) + 3 * x;
      pixel[0] = static_cast<uint8_t>((x * 7 + y * 3) % 256);
      pixel[1] = static_cast<uint8_t>((x * x / 5 + y * 11) % 256);
      pixel[2] = static_cast<uint8_t>((x * 13 ^ y * 29) % 256);
    }
  }
  return image;
}

/// A picture without sharp edges, for lossy formats: red rises to the right, green downwards.
inline Image smooth_picture(int width, int height) {
  Image image(width, height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      uint8_t* pixel = image.row(y) + 3 * x;
      pixel[0] = static_cast<uint8_t>(255 * x / width);
      pixel[1] = static_cast<uint8_t>(255 * y / height);
      pixel[2] = 64;
    }
  }
  return image;
}

/// The largest difference of two pictures of one size, 256 when their sizes differ.
inline int largest_difference(const Image& a, const Image& b) {
  if (a.width != b.width || a.height != b.height) return 256;
  int largest = 0;
  for (size_t i = 0; i < a.pixels.size(); ++i) {
    largest = std::max(largest, std::abs(int{a.pixels[i]} - int{b.pixels[i]}));
  }
  return largest;
}

}  // namespace sempurna
