#pragma once

#include "kernels/vector/math.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

// A picture tensor is read as rows of `width` values, `width` a multiple of the channels and of the
// lanes; per-channel values are repeated to that width, so that any number of channels runs at full
// speed. The last row may be shorter.

/// Adds Σ(x - pivot) and Σ(x - pivot)² per column to `sums` and `squares`.
template <class T>
void column_moments(const void* x_memory, int64_t count, int64_t width, const float* pivot,
                    float* sums, float* squares) {
  const T* x = static_cast<const T*>(x_memory);
  constexpr int kRows = 8;
  int64_t begin = 0;
  for (; begin + kRows * width <= count; begin += kRows * width) {
    for (int64_t i = 0; i < width; i += kLanes) {
      const Lanes p = load<Lanes>(pivot + i);
      Lanes s = load<Lanes>(sums + i), q = load<Lanes>(squares + i);
#pragma GCC unroll 8
      for (int r = 0; r < kRows; ++r) {
        const Lanes d = load<Lanes>(x + begin + r * width + i) - p;
        s += d;
        q += d * d;
      }
      store(sums + i, s);
      store(squares + i, q);
    }
  }
  for (; begin < count; begin += width) {
    const int64_t n = count - begin < width ? count - begin : width;
    for_lanes(n, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      const V d = load<V>(x + begin + i) - load<V>(pivot + i);
      store(sums + i, load<V>(sums + i) + d);
      store(squares + i, load<V>(squares + i) + d * d);
    });
  }
}

/// z = activation(x · scale + shift + residual).
template <class T>
void scale_shift(const ScaleShift& arguments, int64_t count) {
  const ScaleShift a = arguments;
  const T* x = static_cast<const T*>(a.x);
  const T* residual = static_cast<const T*>(a.residual);
  T* z = static_cast<T*>(a.z);
  with_activation(a.activation, [&](auto fixed) {
    constexpr Activation kActivation = decltype(fixed)::value;
    for (int64_t begin = 0; begin < count; begin += a.width) {
      const int64_t n = count - begin < a.width ? count - begin : a.width;
      if (residual == nullptr) {
        for_lanes(n, [&](int64_t i, auto lanes) {
          using V = decltype(lanes);
          const V y = load<V>(x + begin + i) * load<V>(a.scale + i) + load<V>(a.shift + i);
          store(z + begin + i, activated<kActivation>(y));
        });
      } else {
        for_lanes(n, [&](int64_t i, auto lanes) {
          using V = decltype(lanes);
          const V y = load<V>(x + begin + i) * load<V>(a.scale + i) + load<V>(a.shift + i);
          store(z + begin + i, activated<kActivation>(y + load<V>(residual + begin + i)));
        });
      }
    }
  });
}

/// The gradient at the activation's input; x and those beside it point at the values in question,
/// residual may be null.
template <Activation A, class V, class T>
SEMPURNA_INLINE V gradient_before(const float* scale, const float* shift, const T* x, const T* dz,
                                  const T* residual) {
  const V gradient = load<V>(dz);
  if constexpr (A == Activation::None) {
    return gradient;
  } else {
    V y = load<V>(x) * load<V>(scale) + load<V>(shift);
    if (residual != nullptr) y += load<V>(residual);
    if constexpr (A == Activation::Relu || A == Activation::Relu6) {
      return slope<A>(y) == 0.0f ? all<V>(0.0f) : gradient;
    } else {
      return gradient * slope<A>(y);
    }
  }
}

/// The same at place `at` of the tensors, `i` of the row.
template <Activation A, class V, class T>
SEMPURNA_INLINE V gradient_before(const NormGradient& a, const T* x, const T* dz, const T* residual,
                                  int64_t at, int64_t i) {
  return gradient_before<A, V, T>(a.scale + i, a.shift + i, x + at, dz + at,
                                  residual != nullptr ? residual + at : nullptr);
}

/// Adds Σ dy and Σ dy · (x - mean) per column to `sums` and `products`; dy is the gradient before
/// the activation.
template <class T>
void norm_gradient_sums(const NormGradient& arguments, int64_t count, float* sums,
                        float* products) {
  const NormGradient a = arguments;
  const T* x = static_cast<const T*>(a.x);
  const T* dz = static_cast<const T*>(a.dz);
  const T* residual = static_cast<const T*>(a.residual);
  with_activation(a.activation, [&](auto fixed) {
    constexpr Activation kActivation = decltype(fixed)::value;
    constexpr int kRows = 4;
    int64_t begin = 0;
    for (; begin + kRows * a.width <= count; begin += kRows * a.width) {
      for (int64_t i = 0; i < a.width; i += kLanes) {
        const Lanes mean = load<Lanes>(a.mean + i);
        Lanes s = load<Lanes>(sums + i), q = load<Lanes>(products + i);
#pragma GCC unroll 4
        for (int r = 0; r < kRows; ++r) {
          const int64_t at = begin + r * a.width + i;
          const Lanes dy = gradient_before<kActivation, Lanes>(a, x, dz, residual, at, i);
          s += dy;
          q += dy * (load<Lanes>(x + at) - mean);
        }
        store(sums + i, s);
        store(products + i, q);
      }
    }
    for (; begin < count; begin += a.width) {
      const int64_t n = count - begin < a.width ? count - begin : a.width;
      for_lanes(n, [&](int64_t i, auto lanes) {
        using V = decltype(lanes);
        const V dy = gradient_before<kActivation, V>(a, x, dz, residual, begin + i, i);
        store(sums + i, load<V>(sums + i) + dy);
        store(products + i,
              load<V>(products + i) + dy * (load<V>(x + begin + i) - load<V>(a.mean + i)));
      });
    }
  });
}

/// dx = dy · a.of_dy + (x - mean) · a.of_x + a.constant, and dy itself where the residual wants it.
template <class T>
void norm_gradient(const NormGradient& arguments, int64_t count, void* dx_memory,
                   void* dresidual_memory) {
  const NormGradient a = arguments;
  const T* x = static_cast<const T*>(a.x);
  const T* dz = static_cast<const T*>(a.dz);
  const T* residual = static_cast<const T*>(a.residual);
  T* dx = static_cast<T*>(dx_memory);
  T* dresidual = static_cast<T*>(dresidual_memory);
  with_activation(a.activation, [&](auto fixed) {
    constexpr Activation kActivation = decltype(fixed)::value;
    for (int64_t begin = 0; begin < count; begin += a.width) {
      const int64_t n = count - begin < a.width ? count - begin : a.width;
      for_lanes(n, [&](int64_t i, auto lanes) {
        using V = decltype(lanes);
        const V dy = gradient_before<kActivation, V>(a, x, dz, residual, begin + i, i);
        const V centred = load<V>(x + begin + i) - load<V>(a.mean + i);
        store(dx + begin + i,
              dy * load<V>(a.of_dy + i) + centred * load<V>(a.of_x + i) + load<V>(a.constant + i));
        if (dresidual != nullptr) store(dresidual + begin + i, dy);
      });
    }
  });
}

}  // namespace
}  // namespace sempurna::kernels::vector
