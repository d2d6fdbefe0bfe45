#pragma once

#include <cstdint>
#include <string>

#include "base/digest.h"

namespace sempurna {

/// Whether combine_crc() knows it: Crc32, Crc32c and Crc64Nvme.
bool is_crc(DigestKind kind);

/// The CRC of two texts one after the other, from that of each and the length of the second. CRCs
/// as digest() gives them. Source: Mark Adler, zlib's crc32_combine().
std::string combine_crc(DigestKind kind, const std::string& first, const std::string& second,
                        uint64_t second_bytes);

}  // namespace sempurna
