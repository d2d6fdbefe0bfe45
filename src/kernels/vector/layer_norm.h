#pragma once

#include "kernels/vector/math.h"
#include "kernels/vector/table.h"

namespace sempurna::kernels::vector {
namespace {

SEMPURNA_INLINE float inverse_root(float x) {
  return 1.0f / __builtin_sqrtf(x);
}

/// Calls body for every 16 values of a row and for each value left over, adding what it returns.
template <class Body>
SEMPURNA_INLINE float row_sum(int64_t n, Body body) {
  Lanes total = all<Lanes>(0.0f);
  float rest = 0.0f;
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) total += body(i, Lanes{});
  for (; i < n; ++i) rest += body(i, float{});
  return sum(total) + rest;
}

/// z = normalised(x + residual) · weight + bias; the sum is kept in a.sum when it has a residual,
/// its mean and inverse deviation per row in a.mean and a.inverse.
template <class T>
void layer_norm(const LayerNorm& arguments, int64_t begin, int64_t end) {
  const LayerNorm a = arguments;
  const int64_t n = a.width;
  for (int64_t row = begin; row < end; ++row) {
    const T* x = static_cast<const T*>(a.x) + row * n;
    if (a.residual != nullptr) {
      const T* residual = static_cast<const T*>(a.residual) + row * n;
      T* sum = static_cast<T*>(a.sum) + row * n;
      for_lanes(n, [&](int64_t i, auto lanes) {
        using V = decltype(lanes);
        store(sum + i, load<V>(x + i) + load<V>(residual + i));
      });
      x = sum;
    }
    const float mean =
        row_sum(n, [&](int64_t i, auto lanes) { return load<decltype(lanes)>(x + i); }) /
        static_cast<float>(n);
    const float variance = row_sum(n,
                                   [&](int64_t i, auto lanes) {
                                     const auto d = load<decltype(lanes)>(x + i) - mean;
                                     return d * d;
                                   }) /
                           static_cast<float>(n);
    const float inverse = inverse_root(variance + a.eps);
    a.mean[row] = mean;
    a.inverse[row] = inverse;
    T* z = static_cast<T*>(a.z) + row * n;
    for_lanes(n, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      const V normalised = (load<V>(x + i) - mean) * inverse;
      store(z + i, normalised * load<V>(a.weight + i) + load<V>(a.bias + i));
    });
  }
}

/// dx, and the rows' share of the gradients of weight and bias added to dweight and dbias.
template <class T>
void layer_norm_gradient(const LayerNorm& arguments, const void* dz_memory, void* dx_memory,
                         int64_t begin, int64_t end, float* dweight, float* dbias) {
  const LayerNorm a = arguments;
  const int64_t n = a.width;
  for (int64_t row = begin; row < end; ++row) {
    const T* x = static_cast<const T*>(a.x) + row * n;
    const T* dz = static_cast<const T*>(dz_memory) + row * n;
    T* dx = static_cast<T*>(dx_memory) + row * n;
    const float mean = a.mean[row], inverse = a.inverse[row];
    Lanes total = all<Lanes>(0.0f), product = all<Lanes>(0.0f);
    float total_rest = 0.0f, product_rest = 0.0f;
    const auto add = [&](int64_t i, auto lanes, auto& sums, auto& products) {
      using V = decltype(lanes);
      const V normalised = (load<V>(x + i) - mean) * inverse;
      const V gradient = load<V>(dz + i);
      store(dbias + i, load<V>(dbias + i) + gradient);
      store(dweight + i, load<V>(dweight + i) + gradient * normalised);
      const V weighted = gradient * load<V>(a.weight + i);
      sums += weighted;
      products += weighted * normalised;
    };
    int64_t i = 0;
    for (; i + kLanes <= n; i += kLanes) add(i, Lanes{}, total, product);
    for (; i < n; ++i) add(i, float{}, total_rest, product_rest);
    const float mean_total = (sum(total) + total_rest) / static_cast<float>(n);
    const float mean_product = (sum(product) + product_rest) / static_cast<float>(n);
    for_lanes(n, [&](int64_t i, auto lanes) {
      using V = decltype(lanes);
      const V normalised = (load<V>(x + i) - mean) * inverse;
      const V weighted = load<V>(dz + i) * load<V>(a.weight + i);
      store(dx + i, (weighted - mean_total - normalised * mean_product) * inverse);
    });
  }
}

}  // namespace
}  // namespace sempurna::kernels::vector
