#include "base/random.h"

#include <bit>
#include <cmath>
#include <numbers>

#include "base/error.h"

namespace sempurna {

uint64_t mix(uint64_t key) {
  key += 0x9e3779b97f4a7c15;
  key = (key ^ (key >> 30)) * 0xbf58476d1ce4e5b9;
  key = (key ^ (key >> 27)) * 0x94d049bb133111eb;
  return key ^ (key >> 31);
}

double Random::normal() {
  const double radius = std::sqrt(-2.0 * std::log(1.0 - uniform()));
  return radius * std::cos(2.0 * std::numbers::pi * uniform());
}

Permutation::Permutation(uint64_t n, uint64_t key) : n_(n), key_(key) {
  const int bits = n <= 1 ? 1 : std::bit_width(n - 1);
  half_bits_ = (bits + 1) / 2;
}

uint64_t Permutation::operator()(uint64_t k) const {
  ensure(k < n_, "a position within the permutation");
  const uint64_t mask = (uint64_t{1} << half_bits_) - 1;
  do {
    uint64_t left = k >> half_bits_;
    uint64_t right = k & mask;
    for (uint64_t round = 0; round < 4; ++round) {
      const uint64_t next = left ^ (mix(key_, round, right) & mask);
      left = right;
      right = next;
    }
    k = (left << half_bits_) | right;
  } while (k >= n_);
  return k;
}

}  // namespace sempurna
