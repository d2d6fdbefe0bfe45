#include "weights/tensor_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <limits>

namespace sempurna {

namespace {

struct Kind {
  DType dtype;
  std::string_view name;
  size_t size;
};

constexpr std::array<Kind, 10> kKinds = {{
    {DType::F64, "F64", 8},
    {DType::F32, "F32", 4},
    {DType::F16, "F16", 2},
    {DType::BF16, "BF16", 2},
    {DType::I64, "I64", 8},
    {DType::I32, "I32", 4},
    {DType::I16, "I16", 2},
    {DType::I8, "I8", 1},
    {DType::U8, "U8", 1},
    {DType::Bool, "BOOL", 1},
}};

}  // namespace

size_t size_of(DType dtype) {
  return kKinds[static_cast<size_t>(dtype)].size;
}

std::string_view name(DType dtype) {
  return kKinds[static_cast<size_t>(dtype)].name;
}

std::optional<DType> dtype_named(std::string_view name) {
  const auto* const kind = std::find_if(kKinds.begin(), kKinds.end(),
                                        [&](const Kind& known) { return known.name == name; });
  if (kind == kKinds.end()) return std::nullopt;
  return kind->dtype;
}

std::optional<uint64_t> bytes_of(DType dtype, std::span<const int64_t> shape) {
  // A product with a zero in it is zero, whatever the other sizes are, but none may be negative.
  if (std::any_of(shape.begin(), shape.end(), [](int64_t size) { return size < 0; })) {
    return std::nullopt;
  }
  if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
  int64_t bytes = static_cast<int64_t>(size_of(dtype));
  for (const int64_t size : shape) {
    if (__builtin_mul_overflow(bytes, size, &bytes)) return std::nullopt;
  }
  return static_cast<uint64_t>(bytes);
}

std::string to_text(std::span<const int64_t> shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

}  // namespace sempurna
