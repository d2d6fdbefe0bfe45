#pragma once

#include "kernels/vector/batch_norm.h"
#include "kernels/vector/math.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

// Depthwise convolutions are bound by memory, so each pass over a picture does all that it can: the
// forward one takes the moments of the norm that follows, the backward one makes the gradient
// before that norm row by row and uses each row at once for both gradients, without ever storing
// it.
//
// Work is one picture and a slice of its channels, a multiple of the lanes. Positions along a row
// go in tiles of four, so that a value of x read once serves several windows.

constexpr int kTile = 4;

SEMPURNA_INLINE int64_t least(int64_t a, int64_t b) {
  return a < b ? a : b;
}
SEMPURNA_INLINE int64_t most(int64_t a, int64_t b) {
  return a < b ? b : a;
}

/// Output columns [begin, end) whose window lies inside the picture.
struct Inside {
  int64_t begin, end;
};
template <int K, int S>
SEMPURNA_INLINE Inside windows_inside(const Depthwise& d) {
  const int64_t begin = least((d.left + S - 1) / S, d.out_columns);
  const int64_t last = d.columns - K + d.left;
  const int64_t end = last < 0 ? 0 : least(last / S + 1, d.out_columns);
  return {begin, most(begin, end)};
}

template <class T, int K, int S>
void depthwise_rows(const Depthwise& d, int64_t first_row, int64_t last_row, const float* pivot,
                    float* sums, float* squares) {
  const T* x = static_cast<const T*>(d.x) + d.first;
  T* y = static_cast<T*>(d.y) + d.first;
  const float* weight = d.weight + d.first;
  const Inside inside = windows_inside<K, S>(d);
  for (int64_t row = first_row; row < last_row; ++row) {
    const int64_t top = row * S - d.top;
    const int64_t ky_begin = most(0, -top), ky_end = least(K, d.rows - top);
    const auto finish = [&](int64_t column, int64_t c, Lanes sum) {
      store(y + (row * d.out_columns + column) * d.channels + c, sum);
      if (pivot != nullptr) {
        const Lanes difference = sum - load<Lanes>(pivot + d.first + c);
        store(sums + c, load<Lanes>(sums + c) + difference);
        store(squares + c, load<Lanes>(squares + c) + difference * difference);
      }
    };
    const auto one = [&](int64_t column) {
      const int64_t left = column * S - d.left;
      for (int64_t c = 0; c < d.count; c += kLanes) {
        Lanes sum = all<Lanes>(0.0f);
        for (int64_t ky = ky_begin; ky < ky_end; ++ky) {
          for (int64_t kx = most(0, -left); kx < least(K, d.columns - left); ++kx) {
            sum += load<Lanes>(x + ((top + ky) * d.columns + left + kx) * d.channels + c) *
                   load<Lanes>(weight + (ky * K + kx) * d.channels + c);
          }
        }
        finish(column, c, sum);
      }
    };
    int64_t column = 0;
    for (; column < inside.begin; ++column) one(column);
    for (; column + kTile <= inside.end; column += kTile) {
      const int64_t left = column * S - d.left;
      for (int64_t c = 0; c < d.count; c += kLanes) {
        Lanes sum[kTile] = {};
        for (int64_t ky = ky_begin; ky < ky_end; ++ky) {
          const T* from = x + ((top + ky) * d.columns + left) * d.channels + c;
          Lanes value[(kTile - 1) * S + K];
#pragma GCC unroll 16
          for (int i = 0; i < (kTile - 1) * S + K; ++i)
            value[i] = load<Lanes>(from + i * d.channels);
#pragma GCC unroll 8
          for (int kx = 0; kx < K; ++kx) {
            const Lanes factor = load<Lanes>(weight + (ky * K + kx) * d.channels + c);
#pragma GCC unroll 4
            for (int p = 0; p < kTile; ++p) sum[p] += value[p * S + kx] * factor;
          }
        }
#pragma GCC unroll 4
        for (int p = 0; p < kTile; ++p) finish(column + p, c, sum[p]);
      }
    }
    for (; column < d.out_columns; ++column) one(column);
  }
}

/// Row `row` of the gradient before the norm, in fp32: [out_columns, count].
template <class T, Activation A>
SEMPURNA_INLINE void gradient_row(const Depthwise& d, const NormGradient& norm, int64_t row,
                                  float* dy) {
  const T* y = static_cast<const T*>(norm.x) + row * d.out_columns * d.channels + d.first;
  const T* dz = static_cast<const T*>(norm.dz) + row * d.out_columns * d.channels + d.first;
  for (int64_t column = 0; column < d.out_columns; ++column) {
    for (int64_t c = 0; c < d.count; c += kLanes) {
      const int64_t i = d.first + c;
      const Lanes before =
          gradient_before<A, Lanes, T>(norm.scale + i, norm.shift + i, y + column * d.channels + c,
                                       dz + column * d.channels + c, nullptr);
      const Lanes centred = load<Lanes>(y + column * d.channels + c) - load<Lanes>(norm.mean + i);
      store(dy + column * d.count + c, before * load<Lanes>(norm.of_dy + i) +
                                           centred * load<Lanes>(norm.of_x + i) +
                                           load<Lanes>(norm.constant + i));
    }
  }
}

/// dweight[ky][kx] += Σ over columns of x · dy, for one row of dy.
template <class T, int K, int S>
SEMPURNA_INLINE void add_weight_gradient(const Depthwise& d, int64_t row, const float* dy,
                                         float* dweight) {
  const T* x = static_cast<const T*>(d.x) + d.first;
  const Inside inside = windows_inside<K, S>(d);
  const int64_t top = row * S - d.top;
  for (int64_t ky = most(0, -top); ky < least(K, d.rows - top); ++ky) {
    const T* from = x + (top + ky) * d.columns * d.channels;
    for (int64_t c = 0; c < d.count; c += kLanes) {
      Lanes sum[K] = {};
      const auto one = [&](int64_t column) {
        const int64_t left = column * S - d.left;
        const Lanes gradient = load<Lanes>(dy + column * d.count + c);
#pragma GCC unroll 8
        for (int kx = 0; kx < K; ++kx) {
          if (left + kx < 0 || left + kx >= d.columns) continue;
          sum[kx] += load<Lanes>(from + (left + kx) * d.channels + c) * gradient;
        }
      };
      int64_t column = 0;
      for (; column < inside.begin; ++column) one(column);
      for (; column + kTile <= inside.end; column += kTile) {
        const T* at = from + (column * S - d.left) * d.channels + c;
        Lanes value[(kTile - 1) * S + K], gradient[kTile];
#pragma GCC unroll 16
        for (int i = 0; i < (kTile - 1) * S + K; ++i) value[i] = load<Lanes>(at + i * d.channels);
#pragma GCC unroll 4
        for (int p = 0; p < kTile; ++p) gradient[p] = load<Lanes>(dy + (column + p) * d.count + c);
#pragma GCC unroll 8
        for (int kx = 0; kx < K; ++kx) {
#pragma GCC unroll 4
          for (int p = 0; p < kTile; ++p) sum[kx] += value[p * S + kx] * gradient[p];
        }
      }
      for (; column < d.out_columns; ++column) one(column);
      for (int kx = 0; kx < K; ++kx) {
        float* to = dweight + (ky * K + kx) * d.count + c;
        store(to, load<Lanes>(to) + sum[kx]);
      }
    }
  }
}

/// Row `y` of the gradient by x, from the rows of dy kept in the ring.
template <class T, int K, int S>
SEMPURNA_INLINE void input_gradient_row(const Depthwise& d, int64_t y, const float* ring, T* dx) {
  const float* weight = d.weight + d.first;
  const int64_t row_size = d.out_columns * d.count;
  const auto each_row = [&](auto use) {
    for (int64_t ky = (y + d.top) % S; ky < K; ky += S) {
      const int64_t row = (y + d.top - ky) / S;
      if (y + d.top - ky < 0 || row >= d.out_rows) continue;
      use(ky, ring + row % K * row_size);
    }
  };
  const auto one = [&](int64_t column) {
    for (int64_t c = 0; c < d.count; c += kLanes) {
      Lanes sum = all<Lanes>(0.0f);
      each_row([&](int64_t ky, const float* dy) {
        for (int64_t kx = (column + d.left) % S; kx < K; kx += S) {
          const int64_t from = (column + d.left - kx) / S;
          if (column + d.left - kx < 0 || from >= d.out_columns) continue;
          sum += load<Lanes>(dy + from * d.count + c) *
                 load<Lanes>(weight + (ky * K + kx) * d.channels + c);
        }
      });
      store(dx + column * d.channels + c, sum);
    }
  };
  int64_t column = 0;
  if constexpr (S == 1) {
    const int64_t begin = least(d.columns, most(0, K - 1 - d.left));
    const int64_t end = least(d.columns, d.out_columns - d.left);
    for (; column < begin; ++column) one(column);
    for (; column + kTile <= end; column += kTile) {
      for (int64_t c = 0; c < d.count; c += kLanes) {
        Lanes sum[kTile] = {};
        each_row([&](int64_t ky, const float* dy) {
          const float* from = dy + (column + d.left - (K - 1)) * d.count + c;
          Lanes value[kTile + K - 1];
#pragma GCC unroll 8
          for (int i = 0; i < kTile + K - 1; ++i) value[i] = load<Lanes>(from + i * d.count);
#pragma GCC unroll 8
          for (int kx = 0; kx < K; ++kx) {
            const Lanes factor = load<Lanes>(weight + (ky * K + kx) * d.channels + c);
#pragma GCC unroll 4
            for (int p = 0; p < kTile; ++p) sum[p] += value[p + K - 1 - kx] * factor;
          }
        });
#pragma GCC unroll 4
        for (int p = 0; p < kTile; ++p) store(dx + (column + p) * d.channels + c, sum[p]);
      }
    }
  }
  for (; column < d.columns; ++column) one(column);
}

template <class T, int K, int S, Activation A>
void depthwise_backward(const Depthwise& d, const NormGradient& norm, void* dx_memory, float* ring,
                        float* dweight) {
  T* dx = static_cast<T*>(dx_memory);
  int64_t made = 0;  // rows of dy
  const auto make_until = [&](int64_t end) {
    for (; made < end; ++made) {
      float* dy = ring + made % K * d.out_columns * d.count;
      gradient_row<T, A>(d, norm, made, dy);
      add_weight_gradient<T, K, S>(d, made, dy, dweight);
    }
  };
  if (dx != nullptr) {
    for (int64_t y = 0; y < d.rows; ++y) {
      make_until(least(d.out_rows, (y + d.top) / S + 1));
      input_gradient_row<T, K, S>(d, y, ring, dx + y * d.columns * d.channels + d.first);
    }
  }
  make_until(d.out_rows);
}

template <class T>
void depthwise(const Depthwise& d, int64_t first_row, int64_t last_row, const float* pivot,
               float* sums, float* squares) {
  const auto run = d.kernel == 3
                       ? (d.stride == 1 ? depthwise_rows<T, 3, 1> : depthwise_rows<T, 3, 2>)
                       : (d.stride == 1 ? depthwise_rows<T, 5, 1> : depthwise_rows<T, 5, 2>);
  run(d, first_row, last_row, pivot, sums, squares);
}

template <class T>
void depthwise_gradient(const Depthwise& d, const NormGradient& norm, void* dx, float* ring,
                        float* dweight) {
  with_activation(norm.activation, [&](auto fixed) {
    constexpr Activation kA = decltype(fixed)::value;
    const auto run =
        d.kernel == 3
            ? (d.stride == 1 ? depthwise_backward<T, 3, 1, kA> : depthwise_backward<T, 3, 2, kA>)
            : (d.stride == 1 ? depthwise_backward<T, 5, 1, kA> : depthwise_backward<T, 5, 2, kA>);
    run(d, norm, dx, ring, dweight);
  });
}

}  // namespace
}  // namespace sempurna::kernels::vector
