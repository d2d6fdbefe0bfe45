#pragma once

#include <cstdint>

#include "base/random.h"

namespace sempurna::kernels {

/// The random numbers of dropout: 32 bits for position j of a row that has a 64-bit key. Only
/// 32-bit arithmetic per position, so that loops over j become vector code (finaliser of
/// MurmurHash3).
struct DrawRow {
  uint32_t low;
  uint32_t high;

  explicit DrawRow(uint64_t key)
      : low(static_cast<uint32_t>(key)), high(static_cast<uint32_t>(key >> 32)) {}

  uint32_t operator()(uint32_t j) const {
    uint32_t x = j * 0x9e3779b9u + low;
    x ^= x >> 16;
    x *= 0x85ebca6bu;
    x ^= (x >> 13) ^ high;
    x *= 0xc2b2ae35u;
    return x ^ (x >> 16);
  }
};

/// A value is dropped when its draw is below this; p in [0, 1).
inline uint32_t drop_threshold(double p) {
  return static_cast<uint32_t>(p * 4294967296.0);
}

/// Row of the attention weights of token i, in one head of one sequence.
inline DrawRow attention_row(uint64_t seed, int64_t sequence, int64_t head, int64_t i) {
  return DrawRow(mix(mix(seed, static_cast<uint64_t>(sequence)), static_cast<uint64_t>(head),
                     static_cast<uint64_t>(i)));
}

/// Elements of a tensor are drawn in rows of this many, in the order of memory.
inline constexpr int64_t kDropoutRow = 1024;

inline DrawRow dropout_row(uint64_t seed, int64_t row) {
  return DrawRow(mix(seed, static_cast<uint64_t>(row)));
}

}  // namespace sempurna::kernels
