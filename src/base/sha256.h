#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace sempurna {

// SHA-256 (FIPS 180-4) of what is there whole, 64 lower-case hexadecimal digits. Of bytes that
// arrive in pieces: Digest (base/digest.h).

std::string sha256_hex(std::string_view bytes);

/// Of a file's content, read in pieces. Throws as read_file does.
std::string sha256_file(const std::filesystem::path& file);

}  // namespace sempurna
