#pragma once

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/sha256.h"
#include "weights/safetensors.h"

namespace sempurna {

/// Of the names and contents of all files of a folder.
inline std::string hash_of(const fs::path& folder) {
  std::string all;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  for (const auto& file : files) all += file.filename().string() + " " + sha256_file(file) + "\n";
  return all;
}

/// A model.safetensors by name: type, shape and bytes of each tensor.
struct Weights {
  struct Entry {
    DType dtype;
    std::vector<int64_t> shape;
    std::string bytes;
    bool operator==(const Entry&) const = default;
  };
  explicit Weights(const fs::path& folder) {
    const MappedFile file(folder / "model.safetensors");
    for (const auto& view : parse_safetensors(file.bytes(), folder.string()).tensors) {
      const auto* data = reinterpret_cast<const char*>(view.bytes.data());
      entries[view.name] = {view.dtype, view.shape, std::string(data, view.bytes.size())};
    }
  }
  std::map<std::string, Entry> entries;
};

}  // namespace sempurna
