#pragma once

#include <zlib.h>

#include <cstdint>
#include <span>
#include <string>

#include "base/json.h"
#include "support/source_tree.h"

namespace sempurna {

/// One family of golden/image/golden.json; make_golden.py beside it says how the values were made.
inline Json golden(const std::string& family) {
  static const Json all = read_json(source_tree() / "tests/golden/image/golden.json");
  return all.at(family);
}

template <typename T>
uint32_t crc32_of(const T& values) {
  const auto bytes = std::as_bytes(std::span(values));
  return static_cast<uint32_t>(
      crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

}  // namespace sempurna
