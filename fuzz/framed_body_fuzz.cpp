// The framing of a request's body: chunks, extensions and trailers, whatever the sizes of the
// reads.

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "http/framed_body.h"
#include "http/message.h"

using namespace sempurna;

namespace {

struct Ended {};

// Reads until the body ends or is refused, and never more than the limits allow to be kept.
void read(std::string_view text, size_t piece, std::optional<uint64_t> length) {
  ReadAhead ahead([&](std::span<std::byte> bytes) {
    const size_t count = std::min({bytes.size(), text.size(), piece});
    if (count == 0) throw Ended();
    std::memcpy(bytes.data(), text.data(), count);
    text.remove_prefix(count);
    return count;
  });
  constexpr uint64_t kLimit = 1000;
  uint64_t sum = 0;
  try {
    FramedBody body(ahead, length, kLimit);
    std::array<std::byte, 100> bytes;
    while (const size_t count = body.read(bytes)) sum += count;
    ensure(body.is_done(), "a body that was read whole is done");
  } catch (const HttpError&) {
    // As it must be.
  } catch (const Ended&) {
    // The client went away.
  }
  ensure(sum <= kLimit && ahead.view().size() <= 8192, "the limits are kept");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  read(text, 1 + data[0], std::nullopt);
  read(text, 1 + data[0], data[0]);
  return 0;
}
