#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <string_view>

namespace sempurna {

// SHA-256 (FIPS 180-4) of what is there whole, 64 lower-case hexadecimal digits. Of bytes that
// arrive in pieces: Digest (base/digest.h).

std::string sha256_hex(std::string_view bytes);

/// Of a file's content, read in pieces. Throws as read_file does, and Cancelled when asked to stop.
std::string sha256_file(const std::filesystem::path& file, const std::stop_token& stop = {});

}  // namespace sempurna
