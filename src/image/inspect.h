#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "image/format.h"

namespace sempurna {

/// Pictures of more pixels are refused, as Pillow does by default (2 x its MAX_IMAGE_PIXELS).
constexpr int64_t kMaxPixels = 178956970;

/// What a picture's structure says, without its pixels having been decoded.
struct Inspection {
  Format format = Format::None;
  int width = 0;        ///< upright, as decode() returns it; 0 when not known
  int height = 0;       ///< upright
  int orientation = 1;  ///< EXIF's, 1 to 8; 1 is upright as stored
  bool animated = false;
  bool progressive = false;  ///< progressive JPEG or interlaced PNG
  /// Why it cannot be used, one sentence with the remedy and without full stop. Empty when nothing
  /// is wrong.
  std::optional<std::string> problem;
  /// Oddities that do not keep it from being used, each one sentence without full stop.
  std::vector<std::string> notes;
};

/// Reads the structure from the first byte to the last: a JPEG's segments and entropy-coded data to
/// its end marker, a PNG's chunks and their checksums to IEND, a WebP's RIFF sizes. What it finds
/// no problem with can still be damaged inside its compressed data, which only decode() sees; what
/// it finds a problem with decode() refuses in the same words. Never throws for any bytes, and
/// takes time in proportion to their number.
Inspection inspect(std::span<const std::byte> bytes, int64_t max_pixels = kMaxPixels);

}  // namespace sempurna
