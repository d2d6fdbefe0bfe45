#include "report/thumbnail.h"

#include <algorithm>
#include <cstdint>
#include <span>

#include "base/error.h"
#include "image/decode.h"
#include "image/encode.h"
#include "image/inspect.h"
#include "image/resize.h"

namespace sempurna {

namespace {

constexpr int kQuality = 80;

// `side` of a picture whose longer side `longest` becomes kThumbnailSide.
int shrunk(int side, int longest) {
  if (longest <= kThumbnailSide) return side;
  const int64_t scaled = (int64_t{side} * kThumbnailSide + longest / 2) / longest;
  return static_cast<int>(std::max<int64_t>(1, scaled));
}

}  // namespace

std::optional<std::string> thumbnail(std::string_view picture) {
  const auto bytes = std::as_bytes(std::span(picture));
  const Inspection found = inspect(bytes);
  if (found.problem || found.width < 1 || found.height < 1) return std::nullopt;
  const int longest = std::max(found.width, found.height);
  const int width = shrunk(found.width, longest);
  const int height = shrunk(found.height, longest);
  try {
    const Image image = decode(bytes, {.min_width = width, .min_height = height});
    return encode_jpeg(resize(image, width, height, Interpolation::Area), kQuality);
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace sempurna
