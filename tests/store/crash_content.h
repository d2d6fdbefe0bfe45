#pragma once

#include <string>

#include "store_folder.h"

namespace sempurna {

/// What crash_writer writes and whoever reads its traces expects: content by number, some of it
/// nothing, some of several frames.
inline std::string crash_content(uint64_t number) {
  const uint64_t kind = mix(number) % 16;
  const uint64_t size = kind == 0 ? 0 : mix(number, 1) % (kind < 12 ? 3000 : 700'000);
  return noise(size, number);
}

/// A first part of an upload in two.
inline std::string crash_part(uint64_t number) {
  return noise(kMinPartBytes, number);
}

}  // namespace sempurna
