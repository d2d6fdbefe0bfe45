#pragma once

#include <cstdint>

namespace sempurna {

/// Randomness without state: a value is a pure function of its key, so nothing is replayed when a
/// run is resumed. The mixing function is SplitMix64's (Steele, Lea and Flood 2014).
uint64_t mix(uint64_t key);
inline uint64_t mix(uint64_t a, uint64_t b) {
  return mix(mix(a) + b);
}
inline uint64_t mix(uint64_t a, uint64_t b, uint64_t c) {
  return mix(mix(a, b) + c);
}

/// A sequence of values for one key, (seed, epoch, item) for instance.
class Random {
 public:
  explicit Random(uint64_t key) : key_(key) {}
  uint64_t next() { return mix(key_, count_++); }
  /// In [0, 1), 53 bits.
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  /// In [0, n), n > 0. The bias of the multiplication is below n / 2^64.
  uint64_t below(uint64_t n) {
    return static_cast<uint64_t>((static_cast<unsigned __int128>(next()) * n) >> 64);
  }
  /// Standard normal, by Box and Muller.
  double normal();

 private:
  uint64_t key_;
  uint64_t count_ = 0;
};

/// A permutation of [0, n) whose k-th value costs O(1): a Feistel network over the next even number
/// of bits, walked until it falls inside.
class Permutation {
 public:
  Permutation(uint64_t n, uint64_t key);
  uint64_t operator()(uint64_t k) const;

 private:
  uint64_t n_;
  uint64_t key_;
  int half_bits_;
};

}  // namespace sempurna
