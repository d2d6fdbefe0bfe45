#pragma once

#include <cstdint>
#include <string_view>

namespace sempurna {

/// "500000", "500 MB", "1.5GiB": bytes, with B, KB to TB (powers of 1000) or KiB to TiB (of 1024).
/// Throws InvalidArgument, beginning with what came.
uint64_t parse_byte_size(std::string_view text);

}  // namespace sempurna
