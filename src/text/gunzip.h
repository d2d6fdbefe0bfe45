#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sempurna {

/// Whether these are the first bytes of a gzip file (RFC 1952).
bool is_gzip(std::string_view bytes);

/// What a gzip file holds, all of its members one after another. `file` is named in errors.
/// Throws DataCorrupt when it is damaged or cut, ResourceLimit when it holds more than `most`
/// bytes.
std::string gunzip(std::string_view bytes, size_t most, std::string_view file);

}  // namespace sempurna
