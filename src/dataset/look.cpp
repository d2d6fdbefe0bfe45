#include "dataset/look.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_map>

#include "image/resize.h"

namespace sempurna {

namespace {

constexpr int kSide = 16;
// The most that copies differ, and the same as a part of what ordinary photographs do.
constexpr double kAlike = 0.1;
constexpr double kAlikeShare = 1.0 / 16;
// A look whose values differ less from their mean shows nothing to compare.
constexpr double kPlain = 2;
// In one bucket, no picture is compared with more of the others.
constexpr size_t kMostCompared = 64;
// A collection's usual distance is taken from about so many pairs.
constexpr size_t kSampledPairs = 4096;

double mean(const Look& look) {
  int sum = 0;
  for (const uint8_t v : look) sum += v;
  return sum / double{kSide * kSide};
}

double contrast(const Look& look) {
  const double m = mean(look);
  double sum = 0;
  for (const uint8_t v : look) sum += std::abs(v - m);
  return sum / (kSide * kSide);
}

// 64 features: is a 2 x 2 patch brighter than its right neighbour? Nearly equal ones count as not,
// so that noise in plain parts decides nothing.
uint64_t features(const Look& look) {
  const auto patch = [&](int x, int y) {
    const int at = 2 * y * kSide + 2 * x;
    return look[at] + look[at + 1] + look[at + kSide] + look[at + kSide + 1];
  };
  uint64_t bits = 0;
  for (int y = 0; y < 8; ++y) {
    for (int x = 0; x < 8; ++x) {
      bits = bits << 1 | static_cast<uint64_t>(patch(x, y) > patch((x + 1) % 8, y) + 8);
    }
  }
  return bits;
}

}  // namespace

Look look_at(const Image& image) {
  const Image small = resize(image, kSide, kSide, Interpolation::Area);
  Look look;
  for (size_t i = 0; i < look.size(); ++i) {
    const uint8_t* p = small.pixels.data() + 3 * i;
    look[i] = static_cast<uint8_t>((77 * p[0] + 150 * p[1] + 29 * p[2]) >> 8);
  }
  return look;
}

std::optional<double> distance(const Look& a, const Look& b) {
  const double least = std::min(contrast(a), contrast(b));
  if (least < kPlain) return std::nullopt;
  const double shift = mean(a) - mean(b);
  double difference = 0;
  for (size_t i = 0; i < a.size(); ++i) difference += std::abs(a[i] - b[i] - shift);
  return difference / (least * kSide * kSide);
}

double nearness(std::span<const Look> looks) {
  const size_t each = kSampledPairs / std::max<size_t>(looks.size(), 1) + 1;
  std::vector<double> distances;
  for (size_t i = 0; i < looks.size(); ++i) {
    for (size_t k = i + 1; k < std::min(looks.size(), i + 1 + each); ++k) {
      if (const auto d = distance(looks[i], looks[k])) distances.push_back(*d);
    }
  }
  if (distances.empty()) return kAlike;
  const auto middle = distances.begin() + std::ssize(distances) / 2;
  std::nth_element(distances.begin(), middle, distances.end());
  return std::min(kAlike, kAlikeShare * *middle);
}

std::vector<std::pair<int64_t, int64_t>> find_alike(std::span<const Look> looks) {
  const double near = nearness(looks);
  std::vector<std::pair<int64_t, int64_t>> pairs;
  std::vector<uint64_t> all(looks.size());
  for (size_t i = 0; i < looks.size(); ++i) all[i] = features(looks[i]);
  for (int band = 0; band < 4; ++band) {
    std::unordered_map<uint64_t, std::vector<int64_t>> buckets;
    for (size_t i = 0; i < looks.size(); ++i) {
      buckets[all[i] >> (16 * band) & 0xffff].push_back(static_cast<int64_t>(i));
    }
    for (const auto& [bits, bucket] : buckets) {
      for (size_t i = 0; i < bucket.size(); ++i) {
        const size_t end = std::min(bucket.size(), i + 1 + kMostCompared);
        for (size_t k = i + 1; k < end; ++k) {
          const auto apart = distance(looks[static_cast<size_t>(bucket[i])],
                                      looks[static_cast<size_t>(bucket[k])]);
          if (apart && *apart < near) {
            pairs.emplace_back(bucket[i], bucket[k]);
          }
        }
      }
    }
  }
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

}  // namespace sempurna
