#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "image/inspect.h"

namespace sempurna {

// The parts of inspect() that know one format each. They are given bytes that recognise() has
// found to be of their format, and fill in everything but the upright size.

using Bytes = std::span<const std::byte>;

void inspect_jpeg(Bytes bytes, Inspection& found);
void inspect_png(Bytes bytes, Inspection& found);
void inspect_webp(Bytes bytes, Inspection& found);

/// The orientation, 1 to 8, of EXIF data that begins with its TIFF header or with "Exif\0\0";
/// 1 when there is none or it makes no sense.
int exif_orientation(Bytes exif);

inline uint8_t byte_at(Bytes bytes, size_t at) {
  return std::to_integer<uint8_t>(bytes[at]);
}
inline uint32_t big16(Bytes bytes, size_t at) {
  return byte_at(bytes, at) << 8 | byte_at(bytes, at + 1);
}
inline uint32_t big32(Bytes bytes, size_t at) {
  return big16(bytes, at) << 16 | big16(bytes, at + 2);
}
inline uint32_t little24(Bytes bytes, size_t at) {
  return byte_at(bytes, at) | byte_at(bytes, at + 1) << 8 | byte_at(bytes, at + 2) << 16;
}
inline uint32_t little32(Bytes bytes, size_t at) {
  return little24(bytes, at) | uint32_t{byte_at(bytes, at + 3)} << 24;
}

}  // namespace sempurna
