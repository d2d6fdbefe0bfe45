#include "image/resize_rows.h"

#include <algorithm>
#include <cstring>

#include "image/resize_weights.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace sempurna {
namespace {

constexpr int32_t kHalf = 1 << (AxisWeights::kPrecision - 1);

uint8_t rounded(int32_t sum) {
  return static_cast<uint8_t>(std::clamp(sum >> AxisWeights::kPrecision, 0, 255));
}

void horizontal_plain(const uint8_t* row, const Taps& taps, uint8_t* to) {
  const int32_t* weights = taps.weights;
  for (int x = 0; x < taps.outputs; ++x, weights += taps.taps, to += 3) {
    const uint8_t* from = row + size_t{3} * static_cast<size_t>(taps.first[x]);
    int32_t sums[3] = {kHalf, kHalf, kHalf};
    for (int tap = 0; tap < taps.count[x]; ++tap, from += 3) {
      for (int channel = 0; channel < 3; ++channel) sums[channel] += from[channel] * weights[tap];
    }
    for (int channel = 0; channel < 3; ++channel) to[channel] = rounded(sums[channel]);
  }
}

void vertical_plain(const uint8_t* from, size_t bytes, const int32_t* weights, int count,
                    uint8_t* to) {
  constexpr size_t kBlock = 64;
  for (size_t at = 0; at < bytes; at += kBlock) {
    const size_t size = std::min(kBlock, bytes - at);
    int32_t sums[kBlock];
    std::fill(sums, sums + size, kHalf);
    for (int tap = 0; tap < count; ++tap) {
      const uint8_t* values = from + bytes * static_cast<size_t>(tap) + at;
      for (size_t i = 0; i < size; ++i) sums[i] += values[i] * weights[tap];
    }
    for (size_t i = 0; i < size; ++i) to[at + i] = rounded(sums[i]);
  }
}

#if defined(__x86_64__)

/// Four sums to bytes, in the lowest 32 bits.
__attribute__((target("avx2"))) inline uint32_t rounded4(__m128i sums) {
  const __m128i shifted = _mm_srai_epi32(sums, AxisWeights::kPrecision);
  const __m128i words = _mm_packs_epi32(shifted, shifted);
  return static_cast<uint32_t>(_mm_cvtsi128_si32(_mm_packus_epi16(words, words)));
}

__attribute__((target("avx2"))) void horizontal_avx2(const uint8_t* row, const Taps& taps,
                                                     uint8_t* to) {
  // Two pixels at a time, each spread to four integers of which the last is not used.
  const __m128i spread = _mm_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, -1, -1, -1, -1, -1, -1, -1, -1);
  const __m256i weight_of = _mm256_setr_epi32(0, 0, 0, 0, 1, 1, 1, 1);
  const __m256i start = _mm256_setr_epi32(kHalf, kHalf, kHalf, kHalf, 0, 0, 0, 0);
  const int32_t* weights = taps.weights;
  for (int x = 0; x < taps.outputs; ++x, weights += taps.taps, to += 3) {
    const uint8_t* from = row + size_t{3} * static_cast<size_t>(taps.first[x]);
    const int count = taps.count[x];
    __m256i sums = start;
    int tap = 0;
    for (; tap + 1 < count; tap += 2, from += 6) {
      const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
      const __m256i pixels = _mm256_cvtepu8_epi32(_mm_shuffle_epi8(bytes, spread));
      const __m128i pair = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(weights + tap));
      const __m256i weight = _mm256_permutevar8x32_epi32(_mm256_castsi128_si256(pair), weight_of);
      sums = _mm256_add_epi32(sums, _mm256_mullo_epi32(pixels, weight));
    }
    __m128i sum = _mm_add_epi32(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
    if (tap < count) {
      const __m128i bytes = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(from));
      sum = _mm_add_epi32(sum,
                          _mm_mullo_epi32(_mm_cvtepu8_epi32(bytes), _mm_set1_epi32(weights[tap])));
    }
    const uint32_t pixel = rounded4(sum);
    std::memcpy(to, &pixel, 3);
  }
}

__attribute__((target("avx2"))) void vertical_avx2(const uint8_t* from, size_t bytes,
                                                   const int32_t* weights, int count, uint8_t* to) {
  constexpr size_t kBlock = 32;
  size_t at = 0;
  for (; at + kBlock <= bytes; at += kBlock) {
    const __m256i half = _mm256_set1_epi32(kHalf);
    __m256i sums[4] = {half, half, half, half};
    const uint8_t* values = from + at;
    for (int tap = 0; tap < count; ++tap, values += bytes) {
      const __m256i weight = _mm256_set1_epi32(weights[tap]);
      for (int part = 0; part < 4; ++part) {
        const __m128i eight = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(values + 8 * part));
        sums[part] =
            _mm256_add_epi32(sums[part], _mm256_mullo_epi32(_mm256_cvtepu8_epi32(eight), weight));
      }
    }
    for (__m256i& sum : sums) sum = _mm256_srai_epi32(sum, AxisWeights::kPrecision);
    // Packing works within halves of 128 bits; the last permutation puts the parts in order again.
    const __m256i packed = _mm256_packus_epi16(_mm256_packs_epi32(sums[0], sums[1]),
                                               _mm256_packs_epi32(sums[2], sums[3]));
    const __m256i ordered =
        _mm256_permutevar8x32_epi32(packed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + at), ordered);
  }
  for (; at < bytes; ++at) {
    int32_t sum = kHalf;
    for (int tap = 0; tap < count; ++tap) {
      sum += from[bytes * static_cast<size_t>(tap) + at] * weights[tap];
    }
    to[at] = rounded(sum);
  }
}

#endif

}  // namespace

RowFunctions plain_row_functions() {
  return {horizontal_plain, vertical_plain};
}

RowFunctions row_functions() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return {horizontal_avx2, vertical_avx2};
#endif
  return plain_row_functions();
}

}  // namespace sempurna
