#pragma once

#include <cstdint>

#include "base/files.h"

namespace sempurna {

/// Bytes of all files below a folder. One that goes meanwhile, and what lies in a folder that goes,
/// does not count; 0 where there is none.
uint64_t bytes_below(const fs::path& folder);

}  // namespace sempurna
