// Any bytes decode to a picture of the size that inspect() gives, or are refused as corrupt.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/error.h"
#include "image/decode.h"
#include "image/preprocess.h"

namespace {

constexpr int64_t kMaxPixels = 1 << 18;  // so that one input takes milliseconds

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto bytes = std::as_bytes(std::span(data, size));
  const auto found = sempurna::inspect(bytes, kMaxPixels);
  const int least = size % 3 == 0 ? 0 : 20;
  try {
    const sempurna::Image image = sempurna::decode(
        bytes, {.min_width = least, .min_height = least, .max_pixels = kMaxPixels});
    if (found.problem) std::abort();
    if (image.full_width() != found.width || image.full_height() != found.height) std::abort();
    if (image.width < std::min(least, found.width)) std::abort();
    sempurna::Preprocessing preprocessing;
    preprocessing.shortest_edge = 20;
    preprocessing.do_center_crop = true;
    preprocessing.crop_size = {16, 18};
    if (sempurna::prepare(image, preprocessing).width != 16) std::abort();
  } catch (const sempurna::Error& error) {
    if (error.code() != sempurna::Code::DataCorrupt) std::abort();
  }
  return 0;
}
