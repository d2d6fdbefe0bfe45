#pragma once

#include <cstdint>
#include <string>

namespace sempurna {

/// 14.2 MB, 512 kB: decimal units, three digits.
std::string size_text(int64_t bytes);

/// 3.5 M, 110 M: of parameters.
std::string count_text(int64_t count);

/// 42 s, 3 min 20 s, 2 h 5 min.
std::string duration_text(double seconds);

}  // namespace sempurna
