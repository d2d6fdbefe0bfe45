#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "weights/tensor_view.h"

namespace sempurna {

/// One tensor as a safetensors header tells it, not yet held against the file.
struct SafetensorsEntry {
  std::string name;
  DType dtype = DType::F32;
  std::vector<int64_t> shape;
  uint64_t begin = 0;
  uint64_t end = 0;
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> entries;  ///< in the header's order
  std::map<std::string, std::string> metadata;
};

/// Parses the JSON of a header in one pass without building a tree of it, so that a hostile header
/// takes memory in proportion to its length. Throws as parse_safetensors does.
SafetensorsHeader parse_safetensors_header(std::string_view json, std::string_view what);

}  // namespace sempurna
