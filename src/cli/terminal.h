#pragma once

#include <cstddef>
#include <optional>

namespace sempurna {

/// The columns of the terminal that `descriptor` is; nothing when it is none, or tells no width
/// that could be meant.
std::optional<size_t> terminal_columns(int descriptor);

}  // namespace sempurna
