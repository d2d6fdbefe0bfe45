#pragma once

#include "kernels/activation.h"
#include "kernels/vector/lanes.h"

namespace sempurna::kernels::vector {
namespace {

template <class V>
SEMPURNA_INLINE V at_least(V x, float low) {
  return x < low ? all<V>(low) : x;  // a NaN stays
}
template <class V>
SEMPURNA_INLINE V at_most(V x, float high) {
  return x > high ? all<V>(high) : x;
}
template <class V>
SEMPURNA_INLINE V absolute(V x) {
  return from_bits(bits_of(x) & 0x7fffffffu);
}

/// e^x within 2 units in the last place; below -87.3 that of -87.3, above 88.3 that of 88.3.
/// Range reduction by powers of two and a polynomial of degree 6 (Cephes' expf).
template <class V>
SEMPURNA_INLINE V exponential(V x) {
  x = at_most(at_least(x, -87.3f), 88.3f);
  const V scaled = x * 1.44269504088896341f;
  const auto n = truncate(scaled + (scaled < 0.0f ? all<V>(-0.5f) : all<V>(0.5f)));
  const V whole = to_float(n);
  const V r = (x - whole * 0.693359375f) + whole * 2.12194440e-4f;
  V p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * (r * r) + r + 1.0f;
  return p * from_bits((to_bits(n) + 127u) << 23);
}

template <class V>
SEMPURNA_INLINE V sigmoid(V x) {
  return 1.0f / (1.0f + exponential(-x));
}
template <class V>
SEMPURNA_INLINE V hyperbolic_tangent(V x) {
  return 1.0f - 2.0f / (exponential(2.0f * x) + 1.0f);
}

/// Φ(x), the normal distribution's, within 1e-7, and e^(-x²/2), which the formula needs and its
/// derivative too. Abramowitz and Stegun 7.1.26.
template <class V>
struct Normal {
  V below;
  V bell;
};
template <class V>
SEMPURNA_INLINE Normal<V> normal(V x) {
  const V z = absolute(x) * 0.70710678118654752f;
  const V t = 1.0f / (1.0f + 0.3275911f * z);
  V p = t * 1.061405429f + -1.453152027f;
  p = p * t + 1.421413741f;
  p = p * t + -0.284496736f;
  p = p * t + 0.254829592f;
  const V bell = exponential(-z * z);
  const V upper = 0.5f * (p * t) * bell;
  return {x < 0.0f ? upper : 1.0f - upper, bell};
}

constexpr float kGeluScale = 0.79788456080286536f;  // sqrt(2 / pi)
constexpr float kGeluCube = 0.044715f;

template <Activation A, class V>
SEMPURNA_INLINE V activated(V x) {
  if constexpr (A == Activation::Relu) return at_least(x, 0.0f);
  if constexpr (A == Activation::Relu6) return at_most(at_least(x, 0.0f), 6.0f);
  if constexpr (A == Activation::Silu) return x * sigmoid(x);
  if constexpr (A == Activation::Gelu) return x * normal(x).below;
  if constexpr (A == Activation::GeluTanh) {
    return 0.5f * x * (1.0f + hyperbolic_tangent(kGeluScale * (x + kGeluCube * x * x * x)));
  }
  if constexpr (A == Activation::Tanh) return hyperbolic_tangent(x);
  if constexpr (A == Activation::HardSwish) {
    return x * at_most(at_least(x + 3.0f, 0.0f), 6.0f) * (1.0f / 6.0f);
  }
  return x;
}

/// d activated(x) / dx. At the corners the same side as PyTorch's.
template <Activation A, class V>
SEMPURNA_INLINE V slope(V x) {
  const V zero = all<V>(0.0f), one = all<V>(1.0f);
  if constexpr (A == Activation::Relu) return x <= 0.0f ? zero : one;
  if constexpr (A == Activation::Relu6) return x <= 0.0f ? zero : (x >= 6.0f ? zero : one);
  if constexpr (A == Activation::Silu) {
    const V s = sigmoid(x);
    return s * (1.0f + x * (1.0f - s));
  }
  if constexpr (A == Activation::Gelu) {
    const Normal<V> n = normal(x);
    return n.below + x * n.bell * 0.39894228040143268f;  // 1 / sqrt(2 pi)
  }
  if constexpr (A == Activation::GeluTanh) {
    const V t = hyperbolic_tangent(kGeluScale * (x + kGeluCube * x * x * x));
    const V inner = kGeluScale * (1.0f + 3.0f * kGeluCube * x * x);
    return 0.5f * (1.0f + t) + 0.5f * x * (1.0f - t * t) * inner;
  }
  if constexpr (A == Activation::Tanh) {
    const V t = hyperbolic_tangent(x);
    return 1.0f - t * t;
  }
  if constexpr (A == Activation::HardSwish) {
    const V middle = x * (1.0f / 3.0f) + 0.5f;
    return x < -3.0f ? zero : (x >= 3.0f ? one : middle);
  }
  return one;
}

/// Calls body with the activation as a constant of the type.
template <Activation A>
struct Fixed {
  static constexpr Activation value = A;
};
template <class Body>
SEMPURNA_INLINE void with_activation(Activation activation, Body body) {
  switch (activation) {
    case Activation::None:
      return body(Fixed<Activation::None>{});
    case Activation::Relu:
      return body(Fixed<Activation::Relu>{});
    case Activation::Relu6:
      return body(Fixed<Activation::Relu6>{});
    case Activation::Silu:
      return body(Fixed<Activation::Silu>{});
    case Activation::Gelu:
      return body(Fixed<Activation::Gelu>{});
    case Activation::GeluTanh:
      return body(Fixed<Activation::GeluTanh>{});
    case Activation::Tanh:
      return body(Fixed<Activation::Tanh>{});
    case Activation::HardSwish:
      return body(Fixed<Activation::HardSwish>{});
    default:
      return;  // not fused, and so never asked for
  }
}

}  // namespace
}  // namespace sempurna::kernels::vector
