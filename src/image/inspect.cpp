#include "image/inspect.h"

#include <fmt/core.h>

#include <utility>

#include "image/structure.h"

namespace sempurna {

Inspection inspect(std::span<const std::byte> bytes, int64_t max_pixels) {
  Inspection found;
  found.format = recognise(bytes);
  switch (found.format) {
    case Format::Jpeg:
      inspect_jpeg(bytes, found);
      break;
    case Format::Png:
      inspect_png(bytes, found);
      break;
    case Format::WebP:
      inspect_webp(bytes, found);
      break;
    case Format::None:
      found.problem = describe_unread(bytes);
      return found;
  }
  if (found.orientation >= 5) std::swap(found.width, found.height);
  if (!found.problem && int64_t{found.width} * found.height > max_pixels) {
    found.problem = fmt::format(
        "the picture has {} x {} pixels, more than the {} that are allowed: make it smaller",
        found.width, found.height, max_pixels);
  }
  return found;
}

}  // namespace sempurna
