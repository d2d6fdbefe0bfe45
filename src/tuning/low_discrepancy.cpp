#include "tuning/low_discrepancy.h"

#include <array>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

constexpr std::array<uint64_t, 32> kPrimes = {2,  3,  5,  7,   11,  13,  17,  19,  23,  29, 31,
                                              37, 41, 43, 47,  53,  59,  61,  67,  71,  73, 79,
                                              83, 89, 97, 101, 103, 107, 109, 113, 127, 131};
// A digit beyond the double's precision says nothing.
constexpr double kSmallest = 0x1.0p-53;

/// The digits of the index in base `prime`, permuted and mirrored at the point; the zeros before
/// them too, since they are permuted as well.
double mirrored(uint64_t index, uint64_t prime, uint64_t key) {
  double share = 0;
  double weight = 1;
  for (uint64_t digit = 0; weight > kSmallest; ++digit) {
    weight /= static_cast<double>(prime);
    share += weight * static_cast<double>(Permutation(prime, mix(key, digit))(index % prime));
    index /= prime;
  }
  return share;
}

}  // namespace

Place low_discrepancy(size_t coordinates, uint64_t index, uint64_t key) {
  ensure(coordinates <= kPrimes.size(), "a prime for each coordinate");
  Place place(coordinates);
  for (size_t i = 0; i < coordinates; ++i) place[i] = mirrored(index, kPrimes[i], mix(key, i));
  return place;
}

}  // namespace sempurna
