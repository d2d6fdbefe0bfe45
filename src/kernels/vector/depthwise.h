#pragma once

#include "kernels/vector/batch_norm.h"
#include "kernels/vector/math.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

// Depthwise convolutions are bound by memory, so each pass over a picture does all that it can: the
// forward one takes the moments of the norm that follows; the backward one makes the gradient
// before that norm row by row and uses each row at once for both gradients, without ever storing
// it.
//
// Rows of x and of that gradient are held in fp32 in rings of `kernel` rows, with columns of zeros
// on both sides; rows outside the picture are a row of zeros. So the inner loops know no edges.
// They take columns in tiles of four, so that a value read once serves several windows.

constexpr int kTile = 4;

SEMPURNA_INLINE int64_t least(int64_t a, int64_t b) {
  return a < b ? a : b;
}

/// The last K rows of something that is made row by row.
struct Ring {
  float* memory;  // K rows and a row of zeros
  int64_t kernel, columns, count;
  int64_t made = 0;

  int64_t row_size() const { return (columns + 2 * kernel) * count; }
  /// Column 0 of a row.
  float* row(int64_t number) const {
    return memory + number % kernel * row_size() + kernel * count;
  }
  const float* row_or_zeros(int64_t number, int64_t rows) const {
    return number < 0 || number >= rows ? memory + kernel * row_size() + kernel * count
                                        : row(number);
  }
};

template <class T>
SEMPURNA_INLINE void read_rows(const Depthwise& d, Ring& ring, int64_t end) {
  for (; ring.made < least(end, d.rows); ++ring.made) {
    const T* x = static_cast<const T*>(d.x) + ring.made * d.columns * d.channels + d.first;
    float* to = ring.row(ring.made);
    for (int64_t column = 0; column < d.columns; ++column) {
      for (int64_t c = 0; c < d.count; c += kLanes) {
        store(to + column * d.count + c, load<Lanes>(x + column * d.channels + c));
      }
    }
  }
}

struct Sums {
  const float* pivot;
  float* sums;
  float* squares;
};

/// P neighbouring columns of a row of y.
template <class T, int K, int S, int P>
SEMPURNA_INLINE void convolve_columns(const Depthwise& d, const float* const (&rows)[K],
                                      int64_t column, T* y, const Sums& moments) {
  const int64_t left = (column * S - d.left) * d.count;
  for (int64_t c = 0; c < d.count; c += kLanes) {
    Lanes sum[P] = {};
#pragma GCC unroll 8
    for (int ky = 0; ky < K; ++ky) {
      Lanes value[(P - 1) * S + K];
#pragma GCC unroll 16
      for (int i = 0; i < (P - 1) * S + K; ++i) {
        value[i] = load<Lanes>(rows[ky] + left + i * d.count + c);
      }
#pragma GCC unroll 8
      for (int kx = 0; kx < K; ++kx) {
        const Lanes factor = load<Lanes>(d.weight + (ky * K + kx) * d.channels + d.first + c);
#pragma GCC unroll 4
        for (int p = 0; p < P; ++p) sum[p] += value[p * S + kx] * factor;
      }
    }
#pragma GCC unroll 4
    for (int p = 0; p < P; ++p) store(y + (column + p) * d.channels + c, sum[p]);
    if (moments.pivot == nullptr) continue;
    const Lanes pivot = load<Lanes>(moments.pivot + d.first + c);
    Lanes total = load<Lanes>(moments.sums + c), square = load<Lanes>(moments.squares + c);
#pragma GCC unroll 4
    for (int p = 0; p < P; ++p) {
      const Lanes difference = sum[p] - pivot;
      total += difference;
      square += difference * difference;
    }
    store(moments.sums + c, total);
    store(moments.squares + c, square);
  }
}

template <class T, int K, int S>
void depthwise_rows(const Depthwise& arguments, int64_t first_row, int64_t last_row,
                    float* workspace, const Sums& where) {
  const Depthwise d = arguments;
  const Sums moments = where;
  Ring ring{workspace, K, d.columns, d.count};
  const int64_t before = first_row * S - d.top;
  ring.made = before > 0 ? before : 0;
  for (int64_t row = first_row; row < last_row; ++row) {
    const int64_t top = row * S - d.top;
    read_rows<T>(d, ring, top + K);
    const float* rows[K];
    for (int ky = 0; ky < K; ++ky) rows[ky] = ring.row_or_zeros(top + ky, d.rows);
    T* y = static_cast<T*>(d.y) + row * d.out_columns * d.channels + d.first;
    int64_t column = 0;
    for (; column + kTile <= d.out_columns; column += kTile) {
      convolve_columns<T, K, S, kTile>(d, rows, column, y, moments);
    }
    for (; column < d.out_columns; ++column) {
      convolve_columns<T, K, S, 1>(d, rows, column, y, moments);
    }
  }
}

/// A row of the gradient before the norm.
template <class T, Activation A>
SEMPURNA_INLINE void gradient_row(const Depthwise& d, const NormGradient& norm, int64_t row,
                                  float* dy) {
  const T* y = static_cast<const T*>(norm.x) + row * d.out_columns * d.channels + d.first;
  const T* dz = static_cast<const T*>(norm.dz) + row * d.out_columns * d.channels + d.first;
  for (int64_t column = 0; column < d.out_columns; ++column) {
    for (int64_t c = 0; c < d.count; c += kLanes) {
      const int64_t i = d.first + c, at = column * d.channels + c;
      const Lanes before =
          gradient_before<A, Lanes, T>(norm.scale + i, norm.shift + i, y + at, dz + at, nullptr);
      const Lanes centred = load<Lanes>(y + at) - load<Lanes>(norm.mean + i);
      store(dy + column * d.count + c, before * load<Lanes>(norm.of_dy + i) +
                                           centred * load<Lanes>(norm.of_x + i) +
                                           load<Lanes>(norm.constant + i));
    }
  }
}

/// dweight[ky][kx] += Σ over P columns of x · dy.
template <int K, int S, int P>
SEMPURNA_INLINE void add_weight_gradient(const Depthwise& d, const float* const (&rows)[K],
                                         const float* dy, int64_t column, float* dweight) {
  const int64_t left = (column * S - d.left) * d.count;
  for (int64_t c = 0; c < d.count; c += kLanes) {
    Lanes gradient[P];
#pragma GCC unroll 4
    for (int p = 0; p < P; ++p) gradient[p] = load<Lanes>(dy + (column + p) * d.count + c);
#pragma GCC unroll 8
    for (int ky = 0; ky < K; ++ky) {
      Lanes value[(P - 1) * S + K];
#pragma GCC unroll 16
      for (int i = 0; i < (P - 1) * S + K; ++i) {
        value[i] = load<Lanes>(rows[ky] + left + i * d.count + c);
      }
#pragma GCC unroll 8
      for (int kx = 0; kx < K; ++kx) {
        float* to = dweight + (ky * K + kx) * d.count + c;
        Lanes sum = load<Lanes>(to);
#pragma GCC unroll 4
        for (int p = 0; p < P; ++p) sum += value[p * S + kx] * gradient[p];
        store(to, sum);
      }
    }
  }
}

/// The rows of dy that reach one row of x, and the row of the kernel that does it.
struct Reaching {
  const float* dy[5];
  int64_t ky[5];
  int count = 0;
};

/// Every S-th of P · S columns of a row of dx: those that the kernel's columns R, R + S, … reach.
template <class T, int K, int S, int R, int P>
SEMPURNA_INLINE void input_gradient_columns(const Depthwise& d, const Reaching& rows,
                                            int64_t column, T* dx) {
  constexpr int kTaps = (K - R + S - 1) / S;
  const int64_t from = ((column + d.left - R) / S - (kTaps - 1)) * d.count;
  for (int64_t c = 0; c < d.count; c += kLanes) {
    Lanes sum[P] = {};
    for (int row = 0; row < rows.count; ++row) {
      Lanes value[P + kTaps - 1];
#pragma GCC unroll 8
      for (int i = 0; i < P + kTaps - 1; ++i) {
        value[i] = load<Lanes>(rows.dy[row] + from + i * d.count + c);
      }
#pragma GCC unroll 8
      for (int tap = 0; tap < kTaps; ++tap) {
        const Lanes factor =
            load<Lanes>(d.weight + (rows.ky[row] * K + R + tap * S) * d.channels + d.first + c);
#pragma GCC unroll 4
        for (int p = 0; p < P; ++p) sum[p] += value[p + kTaps - 1 - tap] * factor;
      }
    }
#pragma GCC unroll 4
    for (int p = 0; p < P; ++p) store(dx + (column + p * S) * d.channels + c, sum[p]);
  }
}

template <class T, int K, int S, int R>
SEMPURNA_INLINE void input_gradient_row(const Depthwise& d, const Reaching& rows, T* dx) {
  int64_t column = ((R - d.left) % S + S) % S;  // the first that the kernel's column R reaches
  for (; column + (kTile - 1) * S < d.columns; column += kTile * S) {
    input_gradient_columns<T, K, S, R, kTile>(d, rows, column, dx);
  }
  for (; column < d.columns; column += S) {
    input_gradient_columns<T, K, S, R, 1>(d, rows, column, dx);
  }
}

template <class T, int K, int S, Activation A>
void depthwise_backward(const Depthwise& arguments, const NormGradient& norm_arguments,
                        void* dx_memory, float* workspace, float* dweight) {
  const Depthwise d = arguments;
  const NormGradient norm = norm_arguments;
  T* dx = static_cast<T*>(dx_memory);
  Ring of_x{workspace, K, d.columns, d.count};
  Ring of_dy{workspace + (K + 1) * of_x.row_size(), K, d.out_columns, d.count};
  const auto make_until = [&](int64_t end) {
    for (; of_dy.made < end; ++of_dy.made) {
      float* dy = of_dy.row(of_dy.made);
      gradient_row<T, A>(d, norm, of_dy.made, dy);
      const int64_t top = of_dy.made * S - d.top;
      read_rows<T>(d, of_x, top + K);
      const float* rows[K];
      for (int ky = 0; ky < K; ++ky) rows[ky] = of_x.row_or_zeros(top + ky, d.rows);
      int64_t column = 0;
      for (; column + kTile <= d.out_columns; column += kTile) {
        add_weight_gradient<K, S, kTile>(d, rows, dy, column, dweight);
      }
      for (; column < d.out_columns; ++column) {
        add_weight_gradient<K, S, 1>(d, rows, dy, column, dweight);
      }
    }
  };
  for (int64_t y = 0; y < d.rows && dx != nullptr; ++y) {
    make_until(least(d.out_rows, (y + d.top) / S + 1));
    Reaching rows;
    for (int64_t ky = (y + d.top) % S; ky < K && ky <= y + d.top; ky += S) {
      const int64_t row = (y + d.top - ky) / S;
      if (row >= d.out_rows) continue;
      rows.dy[rows.count] = of_dy.row(row);
      rows.ky[rows.count++] = ky;
    }
    T* to = dx + y * d.columns * d.channels + d.first;
    input_gradient_row<T, K, S, 0>(d, rows, to);
    if constexpr (S == 2) input_gradient_row<T, K, S, 1>(d, rows, to);
  }
  make_until(d.out_rows);
}

template <class T>
void depthwise(const Depthwise& d, int64_t first_row, int64_t last_row, float* workspace,
               const float* pivot, float* sums, float* squares) {
  const auto run = d.kernel == 3
                       ? (d.stride == 1 ? depthwise_rows<T, 3, 1> : depthwise_rows<T, 3, 2>)
                       : (d.stride == 1 ? depthwise_rows<T, 5, 1> : depthwise_rows<T, 5, 2>);
  run(d, first_row, last_row, workspace, {pivot, sums, squares});
}

template <class T>
void depthwise_gradient(const Depthwise& d, const NormGradient& norm, void* dx, float* workspace,
                        float* dweight) {
  with_activation(norm.activation, [&](auto fixed) {
    constexpr Activation kA = decltype(fixed)::value;
    const auto run =
        d.kernel == 3
            ? (d.stride == 1 ? depthwise_backward<T, 3, 1, kA> : depthwise_backward<T, 3, 2, kA>)
            : (d.stride == 1 ? depthwise_backward<T, 5, 1, kA> : depthwise_backward<T, 5, 2, kA>);
    run(d, norm, dx, workspace, dweight);
  });
}

}  // namespace
}  // namespace sempurna::kernels::vector
