// Any bytes have a verdict: a format and a size, or a problem said in words.
#include <cstdint>
#include <cstdlib>

#include "image/inspect.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto found = sempurna::inspect(std::as_bytes(std::span(data, size)));
  if (found.problem ? found.problem->empty() : found.width < 1 || found.height < 1) std::abort();
  if (found.orientation < 1 || found.orientation > 8) std::abort();
  return 0;
}
