#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace sempurna {

/// CRC-32C (RFC 3720), continued from `crc`, 0 at the start.
uint32_t crc32c(uint32_t crc, std::span<const std::byte> bytes);

/// CRC-64/NVME (NVM Express specification), continued from `crc`, 0 at the start.
uint64_t crc64_nvme(uint64_t crc, std::span<const std::byte> bytes);

}  // namespace sempurna
