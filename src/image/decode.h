#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "image/image.h"
#include "image/inspect.h"

namespace sempurna {

struct DecodeOptions {
  /// The upright size that is needed. A JPEG is then decoded at the smallest of 1/8, 1/4, 1/2 and 1
  /// whose picture still covers both, which costs a fraction of the time; Image::reduction then
  /// says so. 0 means full size.
  int min_width = 0;
  int min_height = 0;
  int64_t max_pixels = kMaxPixels;
  /// Where sentences about damage go that leaves a picture all the same (wrong codes in a JPEG's
  /// data, for instance), if anywhere.
  std::vector<std::string>* notes = nullptr;
};

/// The picture of a JPEG, PNG or WebP file, upright by its EXIF orientation, as 8-bit RGB: grey is
/// repeated, CMYK converted, 16 bits cut to their upper 8, alpha dropped, colour profiles ignored;
/// of an animation the first frame. At full size equal to Pillow's convert("RGB") pixel for pixel,
/// but for the differences that docs/formats.md lists.
/// Throws DataCorrupt with inspect()'s sentence or the decoder's when it cannot be read whole.
Image decode(std::span<const std::byte> bytes, const DecodeOptions& options = {});

}  // namespace sempurna
