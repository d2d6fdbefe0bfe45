#pragma once

#include <string>

namespace sempurna {

/// The JPEG with EXIF in little-endian TIFF with nothing but the orientation.
inline std::string with_orientation(std::string jpeg, int orientation) {
  std::string segment(
      "\xff\xe1\0\x22"
      "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\0\0\0\0\0\0\0\0",
      36);
  segment[28] = static_cast<char>(orientation);
  return jpeg.insert(2, segment);
}

}  // namespace sempurna
