#pragma once

#include "kernels/vector/lanes.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

SEMPURNA_INLINE int64_t smaller(int64_t a, int64_t b) {
  return a < b ? a : b;
}
SEMPURNA_INLINE int64_t larger(int64_t a, int64_t b) {
  return a < b ? b : a;
}

template <class T>
void max_pool(const MaxPool& arguments, int64_t first_row, int64_t last_row) {
  const MaxPool p = arguments;
  const T* x = static_cast<const T*>(p.x);
  for (int64_t row = first_row; row < last_row; ++row) {
    const int64_t top = row * p.stride - p.padding;
    for (int64_t column = 0; column < p.out_columns; ++column) {
      const int64_t left = column * p.stride - p.padding;
      const int64_t place = (row * p.out_columns + column) * p.channels;
      T* z = static_cast<T*>(p.z) + place;
      uint8_t* from = p.from + place;
      for_lanes(p.channels, [&](int64_t i, auto lanes) {
        using V = decltype(lanes);
        using Bits = typename OfLanes<V>::Bits;
        V best = all<V>(-__builtin_inff());
        Bits found = Bits{} + 255u;
        for (int64_t y = larger(top, 0); y < smaller(top + p.size, p.rows); ++y) {
          for (int64_t c = larger(left, 0); c < smaller(left + p.size, p.columns); ++c) {
            const V value = load<V>(x + (y * p.columns + c) * p.channels + i);
            const auto number = static_cast<uint32_t>((y - top) * p.size + (c - left));
            // The first of equals wins, and a NaN wins over all.
            const auto wins = (best < value) | (value != value);
            best = wins ? value : best;
            found = wins ? Bits{} + number : found;
          }
        }
        store(z + i, best);
        if constexpr (OfLanes<V>::kCount == 1) {
          from[i] = static_cast<uint8_t>(found);
        } else {
          for (int l = 0; l < kLanes; ++l) from[i + l] = static_cast<uint8_t>(found[l]);
        }
      });
    }
  }
}

/// Each value of x collects from the windows that it may have won, so that rows are independent.
template <class T>
void max_pool_gradient(const MaxPool& arguments, const void* dz_memory, void* dx_memory,
                       int64_t first_row, int64_t last_row) {
  const MaxPool p = arguments;
  const T* dz = static_cast<const T*>(dz_memory);
  T* dx = static_cast<T*>(dx_memory);
  for (int64_t y = first_row; y < last_row; ++y) {
    const int64_t top = larger(0, (y + p.padding - p.size) / p.stride);
    const int64_t bottom = smaller(p.out_rows - 1, (y + p.padding) / p.stride);
    for (int64_t c = 0; c < p.columns; ++c) {
      const int64_t left = larger(0, (c + p.padding - p.size) / p.stride);
      const int64_t right = smaller(p.out_columns - 1, (c + p.padding) / p.stride);
      T* to = dx + (y * p.columns + c) * p.channels;
      for_lanes(p.channels, [&](int64_t i, auto lanes) {
        using V = decltype(lanes);
        using Bits = typename OfLanes<V>::Bits;
        V total = all<V>(0.0f);
        for (int64_t row = top; row <= bottom; ++row) {
          const int64_t dy = y - (row * p.stride - p.padding);
          if (dy < 0 || dy >= p.size) continue;
          for (int64_t column = left; column <= right; ++column) {
            const int64_t dc = c - (column * p.stride - p.padding);
            if (dc < 0 || dc >= p.size) continue;
            const auto number = static_cast<uint32_t>(dy * p.size + dc);
            const int64_t place = (row * p.out_columns + column) * p.channels + i;
            Bits from;
            if constexpr (OfLanes<V>::kCount == 1) {
              from = p.from[place];
            } else {
              typedef uint8_t Bytes __attribute__((vector_size(16), aligned(1), may_alias));
              from = __builtin_convertvector(*reinterpret_cast<const Bytes*>(p.from + place),
                                             BitLanes);
            }
            total += from == number ? load<V>(dz + place) : all<V>(0.0f);
          }
        }
        store(to + i, total);
      });
    }
  }
}

/// z[row][i] = values[i] for each row.
template <class T>
void fill_rows(const float* values, void* z_memory, int64_t rows, int64_t width) {
  for (int64_t r = 0; r < rows; ++r) {
    T* z = static_cast<T*>(z_memory) + r * width;
    for_lanes(width,
              [&](int64_t i, auto lanes) { store(z + i, load<decltype(lanes)>(values + i)); });
  }
}

/// z[row][i] = x[row][i] · scale[i].
template <class T>
void scale_rows(const void* x_memory, const float* scale, void* z_memory, int64_t rows,
                int64_t width) {
  for (int64_t r = 0; r < rows; ++r) {
    const T* x = static_cast<const T*>(x_memory) + r * width;
    T* z = static_cast<T*>(z_memory) + r * width;
    for_lanes(width, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      store(z + i, load<V>(x + i) * load<V>(scale + i));
    });
  }
}

/// sums[i] += Σ over rows of x[row][i] · y[row][i].
template <class T>
void column_products(const void* x_memory, const void* y_memory, int64_t rows, int64_t width,
                     float* sums) {
  for (int64_t r = 0; r < rows; ++r) {
    const T* x = static_cast<const T*>(x_memory) + r * width;
    const T* y = static_cast<const T*>(y_memory) + r * width;
    for_lanes(width, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      store(sums + i, load<V>(sums + i) + load<V>(x + i) * load<V>(y + i));
    });
  }
}

}  // namespace
}  // namespace sempurna::kernels::vector
