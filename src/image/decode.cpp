#include "image/decode.h"

#include <utility>

#include "base/error.h"
#include "image/codecs.h"

namespace sempurna {
namespace {

Image decode_stored(Bytes bytes, const Inspection& found, const DecodeOptions& options) {
  switch (found.format) {
    case Format::Jpeg: {
      int width = options.min_width;
      int height = options.min_height;
      if (found.orientation >= 5) std::swap(width, height);
      return decode_jpeg(bytes, width, height, options.notes);
    }
    case Format::Png:
      return decode_png(bytes, found, options.notes);
    case Format::WebP:
      return decode_webp(bytes, found);
    case Format::None:
      break;
  }
  ensure(false, "a format that inspect() accepts has a decoder");
  return {};
}

}  // namespace

Image decode(std::span<const std::byte> bytes, const DecodeOptions& options) {
  const Inspection found = inspect(bytes, options.max_pixels);
  if (found.problem) throw Error(Code::DataCorrupt, "{}", *found.problem);
  return upright(decode_stored(bytes, found, options), found.orientation);
}

}  // namespace sempurna
