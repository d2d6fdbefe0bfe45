#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include "base/files.h"
#include "base/random.h"
#include "image/encode.h"

namespace sempurna {

/// A small picture as a JPEG file, another one for each key.
inline std::string jpeg_bytes(uint64_t key, int width = 48, int height = 36, int quality = 90) {
  Image image(width, height);
  Random random(key);
  // Few large patches, so that the picture survives resizing and compression.
  uint8_t patches[6][6];
  for (auto& row : patches) {
    for (auto& value : row) value = static_cast<uint8_t>(random.below(256));
  }
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      for (int c = 0; c < 3; ++c) {
        image.row(y)[3 * x + c] = patches[6 * y / height][6 * x / width];
      }
    }
  }
  return encode_jpeg(image, quality);
}

inline void put(const fs::path& file, std::string_view content) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << content;
}

}  // namespace sempurna
