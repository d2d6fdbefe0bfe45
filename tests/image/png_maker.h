#pragma once

#include <zlib.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace sempurna {

inline std::string big32_bytes(uint32_t value) {
  return {static_cast<char>(value >> 24), static_cast<char>(value >> 16),
          static_cast<char>(value >> 8), static_cast<char>(value)};
}

/// A PNG chunk with its right checksum.
inline std::string png_chunk(std::string_view type, std::string_view body) {
  const std::string checked = std::string(type) + std::string(body);
  const auto crc =
      crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
  return big32_bytes(static_cast<uint32_t>(body.size())) + checked +
         big32_bytes(static_cast<uint32_t>(crc));
}

inline std::string png_header(uint32_t width, uint32_t height, int bits, int colour,
                              int interlace = 0) {
  return png_chunk("IHDR", big32_bytes(width) + big32_bytes(height) +
                               std::string{static_cast<char>(bits), static_cast<char>(colour), 0, 0,
                                           static_cast<char>(interlace)});
}

inline std::string deflated(std::string_view plain) {
  uLongf size = compressBound(static_cast<uLong>(plain.size()));
  std::string packed(size, 0);
  compress(reinterpret_cast<Bytef*>(packed.data()), &size,
           reinterpret_cast<const Bytef*>(plain.data()), static_cast<uLong>(plain.size()));
  packed.resize(size);
  return packed;
}

constexpr std::string_view kPngSignature("\x89PNG\r\n\x1a\n", 8);

/// A PNG from its rows, each led by its filter byte. `before` is chunks between header and data.
inline std::string make_png(uint32_t width, uint32_t height, int bits, int colour,
                            std::string_view rows, std::string_view before = "") {
  return std::string(kPngSignature) + png_header(width, height, bits, colour) +
         std::string(before) + png_chunk("IDAT", deflated(rows)) + png_chunk("IEND", "");
}

}  // namespace sempurna
