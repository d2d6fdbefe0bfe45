#include "dataset/batik.h"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "base/random.h"
#include "dataset/batik_motifs.h"

namespace sempurna {

namespace {

struct Colour {
  double r = 0;
  double g = 0;
  double b = 0;
};

double brightness(const Colour& c) {
  return 0.3 * c.r + 0.59 * c.g + 0.11 * c.b;
}

// Four dyes; each motif colour stands out from the ground, which is as often dark as light.
std::array<Colour, 4> draw_dyes(Random& random) {
  const auto any = [&] {
    return Colour{random.uniform(10, 245), random.uniform(10, 245), random.uniform(10, 245)};
  };
  std::array<Colour, 4> dyes;
  dyes[0] = any();
  for (int i = 1; i < 4; ++i) {
    const double contrast = i == 1 ? 70 : 45;
    do {
      dyes[i] = any();
    } while (std::abs(brightness(dyes[i]) - brightness(dyes[0])) < contrast);
  }
  return dyes;
}

// A slow wave over the picture: folds of the cloth, or light.
struct Wave {
  double x, y, phase, strength;

  static Wave draw(Random& random, double slowest, double fastest, double strongest) {
    const double turn = random.uniform();
    const double frequency = random.uniform(slowest, fastest);
    return {frequency * cosine(turn), frequency * sine(turn), random.uniform(),
            random.uniform(0, strongest)};
  }
  double operator()(double px, double py) const { return strength * sine(x * px + y * py + phase); }
};

}  // namespace

Image draw_batik(Batik motif, uint64_t key) {
  Random random(mix(key, static_cast<uint64_t>(motif)));
  Image image(140 + static_cast<int>(random.below(61)), 140 + static_cast<int>(random.below(61)));
  const auto dyes = draw_dyes(random);
  const double weight = random.uniform();
  const Pattern pattern(motif, weight, random.next());

  // Picture → cloth, where one unit is one repeat of the motif.
  const double repeats = random.uniform(2.2, 5);
  const double turn = random.uniform();
  const double slant = random.uniform(-0.25, 0.25);
  const double stretch = random.uniform(0.85, 1.18);
  const double c = cosine(turn);
  const double s = sine(turn);
  const double du = random.uniform(0, 50);
  const double dv = random.uniform(0, 50);
  const Wave bend_u = Wave::draw(random, 0.5, 1.6, 0.06);
  const Wave bend_v = Wave::draw(random, 0.5, 1.6, 0.06);
  const Wave fold = Wave::draw(random, 0.7, 2.5, 0.22);
  const Wave light = Wave::draw(random, 0.2, 0.6, 0.3);
  const double grain = random.uniform(2, 14);

  const auto dye_at = [&](double x, double y) {
    const double px = x / 160;
    const double py = y / 160;
    const double u = px * c - py * s;
    const double v = (px * s + py * c) * stretch + slant * u;
    return pattern(repeats * (u + bend_u(px, py)) + du, repeats * (v + bend_v(px, py)) + dv);
  };
  // The dyes at the upper and at the lower corners of a row of pixels.
  std::vector<int> above(static_cast<size_t>(image.width) + 1);
  std::vector<int> below(above.size());
  for (int x = 0; x <= image.width; ++x) below[x] = dye_at(x, 0);

  for (int y = 0; y < image.height; ++y) {
    std::swap(above, below);
    for (int x = 0; x <= image.width; ++x) below[x] = dye_at(x, y + 1);
    uint8_t* row = image.row(y);
    for (int x = 0; x < image.width; ++x) {
      Colour sum;
      // A turned square of samples, which smooths edges in all directions; inside a figure, where
      // the corners agree, one does.
      constexpr std::array<double, 4> kX = {0.125, 0.625, 0.375, 0.875};
      constexpr std::array<double, 4> kY = {0.375, 0.125, 0.875, 0.625};
      const bool edge =
          above[x] != above[x + 1] || above[x] != below[x] || above[x] != below[x + 1];
      for (size_t sample = 0; sample < 4; ++sample) {
        const int dye = edge ? dye_at(x + kX[sample], y + kY[sample]) : above[x];
        const Colour& dyed = dyes[static_cast<size_t>(dye)];
        sum.r += dyed.r;
        sum.g += dyed.g;
        sum.b += dyed.b;
      }
      const double px = x / 160.0;
      const double py = y / 160.0;
      const double shade = 0.25 * (1 + fold(px, py) + light(px, py));
      const double noise = grain * (random.uniform() + random.uniform() - 1);
      const auto level = [&](double value) {
        return static_cast<uint8_t>(
            std::clamp(std::floor(value * shade + noise + 0.5), 0.0, 255.0));
      };
      row[3 * x] = level(sum.r);
      row[3 * x + 1] = level(sum.g);
      row[3 * x + 2] = level(sum.b);
    }
  }
  return image;
}

}  // namespace sempurna
