#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sempurna {

/// The kinds of numbers that weight files hold, little-endian in every format read here.
enum class DType { F64, F32, F16, BF16, I64, I32, I16, I8, U8, Bool };

/// Bytes of one element.
size_t size_of(DType dtype);

/// As safetensors writes it: "F32", "BF16", "BOOL".
std::string_view name(DType dtype);

/// The kind with that name, or nothing.
std::optional<DType> dtype_named(std::string_view name);

/// One tensor as it lies in a file: contiguous, row-major, `bytes` owned by whoever made the view.
/// `bytes` need not be aligned for `dtype`, because some files are not: copy, do not cast.
struct TensorView {
  std::string name;
  DType dtype = DType::F32;
  std::vector<int64_t> shape;  ///< no negative sizes; empty for a single number
  std::span<const std::byte> bytes;
};

/// Bytes that a tensor of this shape takes, or nothing when that is beyond 2^63 - 1 or a size is
/// negative.
std::optional<uint64_t> bytes_of(DType dtype, std::span<const int64_t> shape);

/// "[768, 3072]", for messages.
std::string to_text(std::span<const int64_t> shape);

}  // namespace sempurna
