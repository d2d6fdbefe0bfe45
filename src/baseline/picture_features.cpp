#include "baseline/picture_features.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sempurna {

namespace {

constexpr int kFields = 4;
constexpr int kDirections = 8;

int brightness(const uint8_t* pixel) {
  return pixel[0] + pixel[1] + pixel[2];
}

/// Of a half turn, because an edge looks the same from both sides.
int direction_of(int dx, int dy) {
  const double turn = std::atan2(dy, dx) / std::numbers::pi;
  return static_cast<int>(std::floor((turn + 1) * kDirections)) % kDirections;
}

/// Scales them to a sum of 1.
void normalise(float* values, int count) {
  float sum = 0;
  for (int k = 0; k < count; ++k) sum += values[k];
  if (sum <= 0) return;
  for (int k = 0; k < count; ++k) values[k] /= sum;
}

}  // namespace

std::vector<float> colour_and_texture(const Image& image) {
  std::vector<float> features(kPictureFeatures, 0);
  float* colours = features.data();
  float* means = colours + 64;
  float* edges = means + kFields * kFields * 3;
  std::vector<float> pixels(kFields * kFields, 0);
  for (int y = 0; y < image.height; ++y) {
    const uint8_t* row = image.row(y);
    const uint8_t* above = image.row(std::max(y - 1, 0));
    const uint8_t* below = image.row(std::min(y + 1, image.height - 1));
    for (int x = 0; x < image.width; ++x) {
      const uint8_t* pixel = row + 3 * x;
      ++colours[(pixel[0] >> 6) * 16 + (pixel[1] >> 6) * 4 + (pixel[2] >> 6)];
      const int field = y * kFields / image.height * kFields + x * kFields / image.width;
      ++pixels[static_cast<size_t>(field)];
      for (int c = 0; c < 3; ++c) means[field * 3 + c] += static_cast<float>(pixel[c]) / 255;
      const int dx = brightness(row + 3 * std::min(x + 1, image.width - 1)) -
                     brightness(row + 3 * std::max(x - 1, 0));
      const int dy = brightness(below + 3 * x) - brightness(above + 3 * x);
      if (dx == 0 && dy == 0) continue;
      edges[field * kDirections + direction_of(dx, dy)] +=
          std::sqrt(static_cast<float>(dx * dx + dy * dy));
    }
  }
  normalise(colours, 64);
  for (int k = 0; k < 64; ++k) colours[k] = std::sqrt(colours[k]);
  for (int field = 0; field < kFields * kFields; ++field) {
    const float count = std::max(pixels[static_cast<size_t>(field)], 1.0F);
    for (int c = 0; c < 3; ++c) means[field * 3 + c] /= count;
    normalise(edges + field * kDirections, kDirections);
  }
  return features;
}

}  // namespace sempurna
