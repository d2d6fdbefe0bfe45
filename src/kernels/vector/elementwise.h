#pragma once

#include "kernels/vector/math.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

template <class T>
void activate(const void* x_memory, void* z_memory, int64_t count, Activation activation) {
  const T* x = static_cast<const T*>(x_memory);
  T* z = static_cast<T*>(z_memory);
  with_activation(activation, [&](auto fixed) {
    for_lanes(count, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      store(z + i, activated<decltype(fixed)::value>(load<V>(x + i)));
    });
  });
}

template <class T>
void activate_gradient(const void* x_memory, const void* dz_memory, void* dx_memory, int64_t count,
                       Activation activation) {
  const T* x = static_cast<const T*>(x_memory);
  const T* dz = static_cast<const T*>(dz_memory);
  T* dx = static_cast<T*>(dx_memory);
  with_activation(activation, [&](auto fixed) {
    for_lanes(count, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      store(dx + i, load<V>(dz + i) * slope<decltype(fixed)::value>(load<V>(x + i)));
    });
  });
}

SEMPURNA_INLINE BitLanes lane_numbers() {
  return BitLanes{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
}

/// DrawRow of draw.h, for lanes or for one value.
template <class Bits>
SEMPURNA_INLINE Bits draw(Bits j, uint32_t low, uint32_t high) {
  Bits x = j * 0x9e3779b9u + low;
  x ^= x >> 16;
  x *= 0x85ebca6bu;
  x ^= (x >> 13) ^ high;
  x *= 0xc2b2ae35u;
  return x ^ (x >> 16);
}
template <class V>
SEMPURNA_INLINE auto positions(int64_t first) {
  if constexpr (OfLanes<V>::kCount == 1) {
    return static_cast<uint32_t>(first);
  } else {
    return lane_numbers() + static_cast<uint32_t>(first);
  }
}

/// z = x · scale where the draw of its position is not below the threshold, else 0.
template <class T>
void dropout(const void* x_memory, void* z_memory, int64_t count, const DropRow& arguments) {
  const DropRow row = arguments;
  const T* x = static_cast<const T*>(x_memory);
  T* z = static_cast<T*>(z_memory);
  for_lanes(count, [&](int64_t i, auto lanes) {
    using V = decltype(lanes);
    const auto drawn = draw(positions<V>(i), row.low, row.high);
    store(z + i, drawn < row.threshold ? all<V>(0.0f) : load<V>(x + i) * row.scale);
  });
}

/// sums[i] += Σ over rows of x[row][i].
template <class T>
void column_sums(const void* x_memory, int64_t rows, int64_t width, float* sums) {
  const T* x = static_cast<const T*>(x_memory);
  int64_t r = 0;
  for (; r + 4 <= rows; r += 4) {
    for_lanes(width, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      const T* at = x + r * width + i;
      store(sums + i, load<V>(sums + i) + ((load<V>(at) + load<V>(at + width)) +
                                           (load<V>(at + 2 * width) + load<V>(at + 3 * width))));
    });
  }
  for (; r < rows; ++r) {
    for_lanes(width, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      store(sums + i, load<V>(sums + i) + load<V>(x + r * width + i));
    });
  }
}

}  // namespace
}  // namespace sempurna::kernels::vector
