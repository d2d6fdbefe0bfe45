#pragma once

#include "kernels/vector/lanes.h"

namespace sempurna::kernels::vector {
namespace {

// Small matrix products for attention: C [m, n] = or += A [m, k] · B [k, n]. B and C are row-major
// with rows of whole lanes; A may lie in either order. A tile of C stays in registers.

#ifdef __AVX512F__
constexpr int kTileRows = 6, kTileLanes = 4;
#else
constexpr int kTileRows = 3, kTileLanes = 2;
#endif

struct Product {
  const float* a;
  int64_t row_a, column_a;  ///< distance between rows and between columns of A
  const float* b;
  int64_t row_b;
  float* c;
  int64_t row_c;
  int64_t k;
  bool add;
};

template <int R, int L>
SEMPURNA_INLINE void tile(const Product& p, int64_t i, int64_t j) {
  Lanes sums[R][L];
  for (int r = 0; r < R; ++r) {
    for (int l = 0; l < L; ++l) sums[r][l] = all<Lanes>(0.0f);
  }
  const float* a = p.a + i * p.row_a;
  const float* b = p.b + j;
  for (int64_t step = 0; step < p.k; ++step) {
    Lanes row[L];
#pragma GCC unroll 4
    for (int l = 0; l < L; ++l) row[l] = load<Lanes>(b + l * kLanes);
#pragma GCC unroll 6
    for (int r = 0; r < R; ++r) {
      const Lanes factor = all<Lanes>(a[r * p.row_a]);
#pragma GCC unroll 4
      for (int l = 0; l < L; ++l) sums[r][l] += factor * row[l];
    }
    a += p.column_a;
    b += p.row_b;
  }
  float* c = p.c + i * p.row_c + j;
  for (int r = 0; r < R; ++r) {
    for (int l = 0; l < L; ++l) {
      float* at = c + r * p.row_c + l * kLanes;
      store(at, p.add ? sums[r][l] + load<Lanes>(at) : sums[r][l]);
    }
  }
}

template <int L>
SEMPURNA_INLINE void strip(const Product& p, int64_t m, int64_t j) {
  int64_t i = 0;
  for (; i + kTileRows <= m; i += kTileRows) tile<kTileRows, L>(p, i, j);
  if (kTileRows > 3 && i + 3 <= m) {
    tile<3, L>(p, i, j);
    i += 3;
  }
  for (; i < m; ++i) tile<1, L>(p, i, j);
}

/// n is a multiple of the lanes.
__attribute__((noinline)) void multiply(const Product& arguments, int64_t m, int64_t n) {
  const Product p = arguments;
  int64_t j = 0;
  for (; j + kTileLanes * kLanes <= n; j += kTileLanes * kLanes) strip<kTileLanes>(p, m, j);
  if (kTileLanes > 2 && j + 2 * kLanes <= n) {
    strip<2>(p, m, j);
    j += 2 * kLanes;
  }
  if (j < n) strip<1>(p, m, j);
}

}  // namespace
}  // namespace sempurna::kernels::vector
