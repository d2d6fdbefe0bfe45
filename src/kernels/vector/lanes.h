#pragma once

// Sixteen lanes at a time in GCC's vector types, lowered to whatever the level has (one AVX-512
// register, two of AVX2, four of SSE2). The same templates work on one float, for what is left
// over.
//
// The files of this folder are compiled once per level with that level's flags. Therefore
// everything in them lies in an unnamed namespace, and nothing of the standard library is
// instantiated: a linker that merged inline functions could otherwise put AVX-512 code under
// another level.

#include <cstdint>

namespace sempurna::kernels::vector {
namespace {

#define SEMPURNA_INLINE inline __attribute__((always_inline))

constexpr int kLanes = 16;
typedef float Lanes __attribute__((vector_size(64)));
typedef float UnalignedLanes __attribute__((vector_size(64), aligned(4), may_alias));
typedef int32_t IntLanes __attribute__((vector_size(64)));
typedef uint32_t BitLanes __attribute__((vector_size(64)));
typedef uint16_t HalfLanes __attribute__((vector_size(32)));
typedef uint16_t UnalignedHalfLanes __attribute__((vector_size(32), aligned(2), may_alias));

/// bf16 as it lies in memory: the upper half of an fp32.
struct Bf16 {
  uint16_t bits;
};

template <class V>
struct OfLanes;
template <>
struct OfLanes<Lanes> {
  using Int = IntLanes;
  using Bits = BitLanes;
  static constexpr int kCount = kLanes;
};
template <>
struct OfLanes<float> {
  using Int = int32_t;
  using Bits = uint32_t;
  static constexpr int kCount = 1;
};

template <class V>
SEMPURNA_INLINE V all(float value) {
  return V{} + value;
}
SEMPURNA_INLINE BitLanes bits_of(Lanes v) {
  return reinterpret_cast<BitLanes>(v);
}
SEMPURNA_INLINE uint32_t bits_of(float v) {
  return __builtin_bit_cast(uint32_t, v);
}
SEMPURNA_INLINE Lanes from_bits(BitLanes bits) {
  return reinterpret_cast<Lanes>(bits);
}
SEMPURNA_INLINE float from_bits(uint32_t bits) {
  return __builtin_bit_cast(float, bits);
}
SEMPURNA_INLINE IntLanes truncate(Lanes v) {
  return __builtin_convertvector(v, IntLanes);
}
SEMPURNA_INLINE int32_t truncate(float v) {
  return static_cast<int32_t>(v);
}
SEMPURNA_INLINE Lanes to_float(IntLanes v) {
  return __builtin_convertvector(v, Lanes);
}
SEMPURNA_INLINE float to_float(int32_t v) {
  return static_cast<float>(v);
}
SEMPURNA_INLINE BitLanes to_bits(IntLanes v) {
  return reinterpret_cast<BitLanes>(v);
}
SEMPURNA_INLINE uint32_t to_bits(int32_t v) {
  return static_cast<uint32_t>(v);
}

template <class V>
SEMPURNA_INLINE V load(const float* p) {
  if constexpr (OfLanes<V>::kCount == 1) {
    return *p;
  } else {
    return *reinterpret_cast<const UnalignedLanes*>(p);
  }
}
template <class V>
SEMPURNA_INLINE V load(const Bf16* p) {
  if constexpr (OfLanes<V>::kCount == 1) {
    return from_bits(static_cast<uint32_t>(p->bits) << 16);
  } else {
    const HalfLanes half = *reinterpret_cast<const UnalignedHalfLanes*>(p);
    return from_bits(__builtin_convertvector(half, BitLanes) << 16);
  }
}

/// The nearest bf16, ties to even, in the low 16 bits; a NaN stays one.
template <class Bits>
SEMPURNA_INLINE Bits rounded(Bits bits) {
  const Bits nearest = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
  return (bits & 0x7fffffffu) > 0x7f800000u ? ((bits >> 16) | 0x40u) : nearest;
}

template <class V>
SEMPURNA_INLINE void store(float* p, V v) {
  if constexpr (OfLanes<V>::kCount == 1) {
    *p = v;
  } else {
    *reinterpret_cast<UnalignedLanes*>(p) = v;
  }
}
template <class V>
SEMPURNA_INLINE void store(Bf16* p, V v) {
  if constexpr (OfLanes<V>::kCount == 1) {
    p->bits = static_cast<uint16_t>(rounded(bits_of(v)));
  } else {
    *reinterpret_cast<UnalignedHalfLanes*>(p) =
        __builtin_convertvector(rounded(bits_of(v)), HalfLanes);
  }
}

SEMPURNA_INLINE float sum(Lanes v) {
  typedef float Eight __attribute__((vector_size(32)));
  typedef float Four __attribute__((vector_size(16)));
  const Eight a = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                  __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
  const Four b =
      __builtin_shufflevector(a, a, 0, 1, 2, 3) + __builtin_shufflevector(a, a, 4, 5, 6, 7);
  return (b[0] + b[2]) + (b[1] + b[3]);
}
SEMPURNA_INLINE float sum(float v) {
  return v;
}
SEMPURNA_INLINE float largest(Lanes v) {
  float best = v[0];
  for (int i = 1; i < kLanes; ++i) best = best < v[i] ? v[i] : best;
  return best;
}

/// Calls body.operator()<V>(i) for i = 0, 16, … and then one by one up to n.
template <class Body>
SEMPURNA_INLINE void for_lanes(int64_t n, Body body) {
  int64_t i = 0;
  for (; i + kLanes <= n; i += kLanes) body(i, Lanes{});
  for (; i < n; ++i) body(i, float{});
}

}  // namespace
}  // namespace sempurna::kernels::vector
