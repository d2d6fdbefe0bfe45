#pragma once

#include "kernels/vector/elementwise.h"
#include "kernels/vector/matmul.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

// Scores are made and used up in blocks of rows, so that they stay in the cache and memory grows
// with the length, not with its square; the gradient makes them anew from the kept log Σ exp
// (Dao et al. 2022). All in fp32, whatever the storage.

SEMPURNA_INLINE int64_t padded(int64_t n) {
  return (n + kLanes - 1) / kLanes * kLanes;
}

/// Rows of `width` values to rows of padded(width) floats, times `scale`, zeros behind.
template <class T>
SEMPURNA_INLINE void gather(const void* from, int64_t stride, int64_t rows, int64_t width,
                            float scale, float* to) {
  const int64_t wide = padded(width);
  for (int64_t r = 0; r < rows; ++r) {
    const T* x = static_cast<const T*>(from) + r * stride;
    float* z = to + r * wide;
    for_lanes(width,
              [&](int64_t i, auto lanes) { store(z + i, load<decltype(lanes)>(x + i) * scale); });
    for (int64_t i = width; i < wide; ++i) z[i] = 0.0f;
  }
}

/// `from` [rows, padded(width)] to `to` [width, padded(rows)], zeros behind.
SEMPURNA_INLINE void transpose(const float* from, int64_t rows, int64_t width, float* to) {
  const int64_t wide = padded(width), tall = padded(rows);
  for (int64_t i = 0; i < width; ++i) {
    float* z = to + i * tall;
    for (int64_t r = 0; r < rows; ++r) z[r] = from[r * wide + i];
    for (int64_t r = rows; r < tall; ++r) z[r] = 0.0f;
  }
}

template <class T>
SEMPURNA_INLINE void scatter(const float* from, int64_t rows, int64_t width, float scale, void* to,
                             int64_t stride) {
  const int64_t wide = padded(width);
  for (int64_t r = 0; r < rows; ++r) {
    T* z = static_cast<T*>(to) + r * stride;
    const float* x = from + r * wide;
    for_lanes(width,
              [&](int64_t i, auto lanes) { store(z + i, load<decltype(lanes)>(x + i) * scale); });
  }
}

SEMPURNA_INLINE Lanes dropped(Lanes x, int64_t j, const DropRow& row) {
  const BitLanes drawn = draw(positions<Lanes>(j), row.low, row.high);
  return drawn < row.threshold ? all<Lanes>(0.0f) : x * row.scale;
}

template <class T>
void attention(const AttentionHead& a, float* workspace) {
  const int64_t n = a.length, wide = padded(a.width), tall = padded(n);
  float* q = workspace;
  float* k = q + n * wide;
  float* v = k + n * wide;
  float* k_turned = v + n * wide;
  float* scores = k_turned + a.width * tall;
  float* out = scores + kScoreRows * tall;
  gather<T>(a.q, a.stride_q, n, a.width, a.scale, q);
  gather<T>(a.k, a.stride_k, n, a.width, 1.0f, k);
  gather<T>(a.v, a.stride_v, n, a.width, 1.0f, v);
  transpose(k, n, a.width, k_turned);
  for (int64_t first = 0; first < n; first += kScoreRows) {
    const int64_t rows = n - first < kScoreRows ? n - first : kScoreRows;
    multiply({q + first * wide, wide, 1, k_turned, tall, scores, tall, a.width, false}, rows, tall);
    float inverse[kScoreRows];
    for (int64_t r = 0; r < rows; ++r) {
      float* row = scores + r * tall;
      for (int64_t j = n; j < tall; ++j) row[j] = -1e30f;
      Lanes top = load<Lanes>(row);
      for (int64_t j = kLanes; j < tall; j += kLanes) {
        const Lanes s = load<Lanes>(row + j);
        top = top < s ? s : top;
      }
      const float high = largest(top);
      Lanes total = all<Lanes>(0.0f);
      for (int64_t j = 0; j < tall; j += kLanes) {
        Lanes e = exponential(load<Lanes>(row + j) - high);
        total += e;
        if (a.drop != nullptr) e = dropped(e, j, a.drop[first + r]);
        store(row + j, e);
      }
      const float whole = sum(total);
      inverse[r] = 1.0f / whole;
      a.log_sum[(first + r) * a.stride_log_sum] = high + __builtin_logf(whole);
    }
    multiply({scores, tall, 1, v, wide, out, wide, n, false}, rows, wide);
    for (int64_t r = 0; r < rows; ++r) {
      scatter<T>(out + r * wide, 1, a.width, inverse[r],
                 static_cast<T*>(a.out) + (first + r) * a.stride_out, 0);
    }
  }
}

template <class T>
void attention_gradient(const AttentionHead& a, const AttentionGradient& g, float* workspace) {
  const int64_t n = a.length, wide = padded(a.width), tall = padded(n);
  float* q = workspace;
  float* k = q + n * wide;
  float* v = k + n * wide;
  float* dout = v + n * wide;
  float* dk = dout + n * wide;
  float* dv = dk + n * wide;
  float* k_turned = dv + n * wide;
  float* v_turned = k_turned + a.width * tall;
  float* shares = v_turned + a.width * tall;  // softmax, after dropout
  float* slopes = shares + kScoreRows * tall;
  float* dq = slopes + kScoreRows * tall;
  gather<T>(a.q, a.stride_q, n, a.width, a.scale, q);
  gather<T>(a.k, a.stride_k, n, a.width, 1.0f, k);
  gather<T>(a.v, a.stride_v, n, a.width, 1.0f, v);
  gather<T>(g.dout, g.stride_dout, n, a.width, 1.0f, dout);
  transpose(k, n, a.width, k_turned);
  transpose(v, n, a.width, v_turned);
  for (int64_t first = 0; first < n; first += kScoreRows) {
    const int64_t rows = n - first < kScoreRows ? n - first : kScoreRows;
    const float* dout_rows = dout + first * wide;
    const bool add = first > 0;
    multiply({q + first * wide, wide, 1, k_turned, tall, shares, tall, a.width, false}, rows, tall);
    multiply({dout_rows, wide, 1, v_turned, tall, slopes, tall, a.width, false}, rows, tall);
    for (int64_t r = 0; r < rows; ++r) {
      const T* out = static_cast<const T*>(a.out) + (first + r) * a.stride_out;
      Lanes products = all<Lanes>(0.0f);
      float product = 0.0f;
      int64_t i = 0;
      for (; i + kLanes <= a.width; i += kLanes) {
        products += load<Lanes>(out + i) * load<Lanes>(dout_rows + r * wide + i);
      }
      for (; i < a.width; ++i) product += load<float>(out + i) * dout_rows[r * wide + i];
      const float mean = sum(products) + product;
      const float log_sum = a.log_sum[(first + r) * a.stride_log_sum];
      float* row = shares + r * tall;
      float* slope_row = slopes + r * tall;
      for (int64_t j = 0; j < tall; j += kLanes) {
        const Lanes share = exponential(load<Lanes>(row + j) - log_sum);
        Lanes kept = share, slope = load<Lanes>(slope_row + j);
        if (a.drop != nullptr) {
          kept = dropped(share, j, a.drop[first + r]);
          slope = dropped(slope, j, a.drop[first + r]);
        }
        store(row + j, kept);
        store(slope_row + j, share * (slope - mean));
      }
    }
    multiply({shares, 1, tall, dout_rows, wide, dv, wide, rows, add}, n, wide);
    multiply({slopes, tall, 1, k, wide, dq, wide, n, false}, rows, wide);
    multiply({slopes, 1, tall, q + first * wide, wide, dk, wide, rows, add}, n, wide);
    scatter<T>(dq, rows, a.width, a.scale, static_cast<T*>(g.dq) + first * g.stride_dq,
               g.stride_dq);
  }
  scatter<T>(dk, n, a.width, 1.0f, g.dk, g.stride_dk);
  scatter<T>(dv, n, a.width, 1.0f, g.dv, g.stride_dv);
}

}  // namespace
}  // namespace sempurna::kernels::vector
