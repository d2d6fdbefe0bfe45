#include "pretrain/formula_pictures.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <vector>

#include "base/random.h"
#include "dataset/batik.h"
#include "image/resize.h"

namespace sempurna {

namespace {

using Colour = std::array<double, 3>;

Colour draw_colour(Random& random) {
  return {random.uniform(0, 255), random.uniform(0, 255), random.uniform(0, 255)};
}

void put(Image& image, int x, int y, const Colour& colour, double opacity = 1) {
  uint8_t* pixel = image.row(y) + 3 * x;
  for (int c = 0; c < 3; ++c)
    pixel[c] = static_cast<uint8_t>(pixel[c] + opacity * (colour[c] - pixel[c]));
}

/// Values that change smoothly from one lattice point to the next, on several scales.
class Noise {
 public:
  explicit Noise(Random& random)
      : key_(random.next()),
        frequency_(random.uniform(2, 12)),
        octaves_(1 + static_cast<int>(random.below(5))),
        decay_(random.uniform(0.35, 0.8)) {}

  /// About 0 to 1, of places from 0 to 1.
  double operator()(double x, double y) const {
    double sum = 0;
    double weights = 0;
    double weight = 1;
    double frequency = frequency_;
    for (int octave = 0; octave < octaves_; ++octave, weight *= decay_, frequency *= 2) {
      sum += weight * at(x * frequency, y * frequency, octave);
      weights += weight;
    }
    return sum / weights;
  }

 private:
  double corner(int64_t x, int64_t y, int octave) const {
    const uint64_t place = (static_cast<uint64_t>(x) << 32) ^ static_cast<uint64_t>(y);
    return static_cast<double>(mix(key_, place, static_cast<uint64_t>(octave)) >> 11) * 0x1.0p-53;
  }
  double at(double x, double y, int octave) const {
    const double left = std::floor(x);
    const double top = std::floor(y);
    const auto smooth = [](double t) { return t * t * (3 - 2 * t); };
    const double u = smooth(x - left);
    const double v = smooth(y - top);
    const auto i = static_cast<int64_t>(left);
    const auto j = static_cast<int64_t>(top);
    return std::lerp(std::lerp(corner(i, j, octave), corner(i + 1, j, octave), u),
                     std::lerp(corner(i, j + 1, octave), corner(i + 1, j + 1, octave), u), v);
  }

  uint64_t key_;
  double frequency_;
  int octaves_;
  double decay_;
};

/// Colours that follow one another, from 0 to 1.
class Palette {
 public:
  explicit Palette(Random& random) : colours_(2 + random.below(4)) {
    for (Colour& colour : colours_) colour = draw_colour(random);
  }
  Colour operator()(double t) const {
    const double place = std::clamp(t, 0.0, 1.0) * static_cast<double>(colours_.size() - 1);
    const auto first = std::min(static_cast<size_t>(place), colours_.size() - 2);
    Colour mixed;
    for (int c = 0; c < 3; ++c) {
      mixed[c] =
          std::lerp(colours_[first][c], colours_[first + 1][c], place - static_cast<double>(first));
    }
    return mixed;
  }

 private:
  std::vector<Colour> colours_;
};

template <typename Value>
void paint(Image& image, const Palette& palette, Value value) {
  for (int y = 0; y < image.height; ++y) {
    for (int x = 0; x < image.width; ++x)
      put(image, x, y, palette(value(x / double(image.width), y / double(image.height))));
  }
}

void paint_noise(Image& image, Random& random) {
  const Noise height(random);
  const Noise bend(random);
  const double bent = random.uniform(0, 0.5);
  const double contrast = random.uniform(1, 3);
  paint(image, Palette(random), [&](double x, double y) {
    const double shift = bent * (bend(x, y) - 0.5);
    return 0.5 + contrast * (height(x + shift, y - shift) - 0.5);
  });
}

void paint_waves(Image& image, Random& random) {
  const Noise bend(random);
  const double bent = random.uniform(0, 0.4);
  const double turn = random.uniform(0, std::numbers::pi);
  const double frequency = random.uniform(2, 30);
  const bool rings = random.below(2) == 1;
  const double cx = random.uniform();
  const double cy = random.uniform();
  const double edge = random.uniform(0.5, 6);
  paint(image, Palette(random), [&](double x, double y) {
    const double along =
        rings ? std::hypot(x - cx, y - cy) : x * std::cos(turn) + y * std::sin(turn);
    const double wave = std::sin(2 * std::numbers::pi * frequency * (along + bent * bend(x, y)));
    return 0.5 + 0.5 * std::clamp(edge * wave, -1.0, 1.0);
  });
}

/// Ellipses, rectangles and triangles, each in one colour or shaded, some seen through.
void paint_shapes(Image& image, Random& random) {
  paint_noise(image, random);
  const auto count = 1 + random.below(24);
  for (uint64_t k = 0; k < count; ++k) {
    const Palette palette(random);
    const Noise shade(random);
    const double shaded = random.below(2) == 0 ? 0 : random.uniform();
    const double opacity = random.below(3) == 0 ? random.uniform(0.3, 1) : 1;
    const double cx = random.uniform();
    const double cy = random.uniform();
    const double size = 0.04 * std::pow(12.0, random.uniform());
    const double ratio = random.uniform(0.3, 1);
    const double turn = random.uniform(0, 2 * std::numbers::pi);
    const uint64_t kind = random.below(4);
    const double tone = random.uniform();
    const int reach = static_cast<int>(size * image.width * 1.5) + 1;
    const int middle_x = static_cast<int>(cx * image.width);
    const int middle_y = static_cast<int>(cy * image.height);
    for (int y = std::max(0, middle_y - reach); y < std::min(image.height, middle_y + reach); ++y) {
      for (int x = std::max(0, middle_x - reach); x < std::min(image.width, middle_x + reach);
           ++x) {
        const double px = x / double(image.width);
        const double py = y / double(image.height);
        const double u = ((px - cx) * std::cos(turn) + (py - cy) * std::sin(turn)) / size;
        const double v = ((py - cy) * std::cos(turn) - (px - cx) * std::sin(turn)) / size / ratio;
        const double radius = std::hypot(u, v);
        const bool inside = kind == 0   ? radius < 1
                            : kind == 1 ? std::abs(u) < 1 && std::abs(v) < 1
                            : kind == 2 ? v > -0.7 && v + 1.7 * std::abs(u) < 1
                                        : radius < 1 && radius > 0.7;
        if (!inside) continue;
        const double t = tone + shaded * (0.5 * u + shade(px, py) - 0.5);
        put(image, x, y, palette(t), opacity);
      }
    }
  }
}

/// Points of a random system of affine maps, each map with its colour.
void paint_fractal(Image& image, Random& random) {
  if (random.below(2) == 0) {
    paint_noise(image, random);
  } else {
    const Colour ground = draw_colour(random);
    for (int y = 0; y < image.height; ++y) {
      for (int x = 0; x < image.width; ++x) put(image, x, y, ground);
    }
  }
  struct Map {
    std::array<double, 6> f;
    Colour colour;
  };
  std::vector<Map> maps(2 + random.below(5));
  for (Map& map : maps) {
    // A turn, two scales below 1 and a turn: it always contracts.
    const double a = random.uniform(0, 2 * std::numbers::pi);
    const double b = random.uniform(0, 2 * std::numbers::pi);
    const double p = random.uniform(0.3, 0.9);
    const double q = random.uniform(0.2, 0.9);
    map.f = {p * std::cos(a) * std::cos(b) - q * std::sin(a) * std::sin(b),
             -p * std::cos(a) * std::sin(b) - q * std::sin(a) * std::cos(b),
             p * std::sin(a) * std::cos(b) + q * std::cos(a) * std::sin(b),
             -p * std::sin(a) * std::sin(b) + q * std::cos(a) * std::cos(b),
             random.uniform(-1, 1),
             random.uniform(-1, 1)};
    map.colour = draw_colour(random);
  }
  constexpr size_t kPoints = 20'000;
  std::vector<std::array<double, 2>> points(kPoints);
  std::vector<size_t> by(kPoints);
  double x = 0;
  double y = 0;
  std::array<double, 4> box{1e9, 1e9, -1e9, -1e9};
  for (size_t k = 0; k < kPoints; ++k) {
    by[k] = random.below(maps.size());
    const auto& f = maps[by[k]].f;
    const double next = f[0] * x + f[1] * y + f[4];
    y = f[2] * x + f[3] * y + f[5];
    x = next;
    points[k] = {x, y};
    if (k < 50) continue;  // not yet on it
    box = {std::min(box[0], x), std::min(box[1], y), std::max(box[2], x), std::max(box[3], y)};
  }
  const double scale =
      std::max({box[2] - box[0], box[3] - box[1], 1e-6}) * random.uniform(0.6, 1.1);
  const int dot = 1 + static_cast<int>(random.below(3));
  for (size_t k = 50; k < kPoints; ++k) {
    const int px = static_cast<int>((points[k][0] - box[0]) / scale * (image.width - dot));
    const int py = static_cast<int>((points[k][1] - box[1]) / scale * (image.height - dot));
    for (int dy = 0; dy < dot; ++dy) {
      for (int dx = 0; dx < dot; ++dx) {
        const int at_x = px + dx;
        const int at_y = py + dy;
        if (at_x < image.width && at_y < image.height) put(image, at_x, at_y, maps[by[k]].colour);
      }
    }
  }
}

}  // namespace

Image draw_formula(int side, uint64_t key) {
  Random random(key);
  Image image(side, side);
  switch (random.below(5)) {
    case 0:
      paint_noise(image, random);
      break;
    case 1:
      paint_waves(image, random);
      break;
    case 2:
      paint_shapes(image, random);
      break;
    case 3:
      paint_fractal(image, random);
      break;
    default:
      image =
          resize(draw_batik(static_cast<Batik>(random.below(kBatikNames.size())), random.next()),
                 side, side, Interpolation::Bilinear);
  }
  return image;
}

}  // namespace sempurna
