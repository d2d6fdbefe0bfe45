#include "dataset/batik_motifs.h"

#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

constexpr double square(double x) {
  return x * x;
}

// The largest whole number not above x.
int64_t whole(double x) {
  const auto cut = static_cast<int64_t>(x);
  return static_cast<double>(cut) > x ? cut - 1 : cut;
}

// The distance to the nearest whole number: 0 to 0.5.
double from_whole(double x) {
  return std::abs(x - static_cast<double>(whole(x + 0.5)));
}

// cos(8 a) of the angle of (x, y), by doubling the angle three times.
double eight_fold(double x, double y) {
  const double r2 = x * x + y * y;
  if (r2 == 0) return 1;
  double c = 2 * x * x / r2 - 1;
  c = 2 * c * c - 1;
  return 2 * c * c - 1;
}

}  // namespace

int Pattern::ceplok(double u, double v) const {
  const double x = u - static_cast<double>(whole(u)) - 0.5;
  const double y = v - static_cast<double>(whole(v)) - 0.5;
  const double r = std::sqrt(x * x + y * y);
  const double petals = eight_fold(x, y);
  if (r < 0.07 + 0.04 * weight_) return 3;
  if (r < 0.26 + 0.08 * weight_ + 0.07 * petals) return r < 0.16 + 0.03 * petals ? 2 : 1;
  if (from_whole(u) < 0.02 + 0.03 * weight_ || from_whole(v) < 0.02 + 0.03 * weight_) return 2;
  // A small square at each crossing of the lattice.
  return from_whole(u) + from_whole(v) < 0.13 + 0.05 * weight_ ? 3 : 0;
}

int Pattern::kawung(double u, double v) const {
  const double x = from_whole(u);
  const double y = from_whole(v);
  const double along = (x + y) * 0.70710678118654752 - 0.35355339059327376;
  const double across = (x - y) * 0.70710678118654752;
  const double oval =
      square(along / (0.26 + 0.05 * weight_)) + square(across / (0.12 + 0.06 * weight_));
  if (oval < 1) {
    const double seed = std::min(square(along - 0.09), square(along + 0.09)) + square(across);
    return seed < 0.0009 ? 3 : oval < 0.55 ? 1 : 2;
  }
  const double centre = std::min(x * x + y * y, square(x - 0.5) + square(y - 0.5));
  return centre < square(0.03 + 0.03 * weight_) ? 3 : 0;
}

int Pattern::megamendung(double u, double v) const {
  // Clouds stand in rows, every second row moved by half; a nearer row covers the one behind it.
  constexpr double kRow = 0.62;
  // Five circles make a cloud: middle, and radius to the power of -2.
  constexpr std::array<std::array<double, 3>, 5> kPuffs = {{{0.0, 0.0, 1 / square(0.34)},
                                                            {-0.3, 0.1, 1 / square(0.22)},
                                                            {0.3, 0.1, 1 / square(0.22)},
                                                            {-0.5, 0.2, 1 / square(0.13)},
                                                            {0.5, 0.2, 1 / square(0.13)}}};
  const auto middle_row = whole(v / kRow);
  for (int64_t row = middle_row + 1; row >= middle_row - 1; --row) {
    const double shift = (row & 1) != 0 ? 0.5 : 0;
    const auto middle = whole(u - shift + 0.5);
    double best = 9;  // the squared distance from the middle of a puff, its edge being 1
    for (int64_t column = middle - 1; column <= middle + 1; ++column) {
      const Cell& chance = cell(column, row);
      const double smaller = 1 / (0.75 + 0.2 * weight_ + 0.2 * chance.size);
      const double x = smaller * (u - shift - static_cast<double>(column) - 0.2 * (chance.x - 0.5));
      const double y = smaller * (v - kRow * (static_cast<double>(row) + 0.2 * chance.y));
      if (y < -0.34 || y > 0.34) continue;
      for (const auto& [cx, cy, scale] : kPuffs) {
        best = std::min(best, (square(x - cx) + square(y - cy)) * scale);
      }
    }
    if (best < 1) return best < 0.08 ? 3 : best < 0.27 ? 2 : best < 0.61 ? 1 : 2;
  }
  return 0;
}

int Pattern::parang(double u, double v) const {
  const double row = v - static_cast<double>(whole(v));
  constexpr double kStrip = 0.2;
  if (row < kStrip) {
    // A strip of lozenges between the rows of blades.
    if (row < 0.025 || row > kStrip - 0.025) return 2;
    const double lozenge =
        from_whole(2 * u + 0.5 * static_cast<double>(whole(v))) / 2.2 + std::abs(row - kStrip / 2);
    return lozenge < 0.06 + 0.03 * weight_ ? 3 : 0;
  }
  const double height = (row - kStrip) / (1 - kStrip);
  const double blade = 1.6 * u + 0.6 * height + 0.22 * sine(height);
  const double phase = blade - static_cast<double>(whole(blade));
  const double width = 0.4 + 0.25 * weight_;
  if (phase > width) return 0;
  if (phase < 0.07 || phase > width - 0.07) return 2;
  const double pearl = square((phase - width / 2) / 1.6) + square((height - 0.5) * (1 - kStrip));
  return pearl < 0.0035 ? 3 : 1;
}

int Pattern::truntum(double u, double v) const {
  constexpr double kPerUnit = 2.2;
  const double x = u * kPerUnit;
  const double y = v * kPerUnit;
  const auto column = whole(x);
  const auto row = whole(y);
  for (int64_t r = row - 1; r <= row + 1; ++r) {
    for (int64_t c = column - 1; c <= column + 1; ++c) {
      const Cell& chance = cell(c, r);
      const double dx = x - static_cast<double>(c) - 0.2 - 0.6 * chance.x;
      const double dy = y - static_cast<double>(r) - 0.2 - 0.6 * chance.y;
      const double size = 0.3 + 0.12 * weight_ + 0.15 * chance.size;
      const double distance2 = dx * dx + dy * dy;
      if (distance2 > size * size) continue;
      if (chance.kind < 0.25) {
        if (distance2 < square(0.09 + 0.05 * weight_)) return 2;
        continue;
      }
      if (distance2 < square(0.25 * size)) return 3;
      const double ray = 0.5 + 0.5 * eight_fold(dx, dy);
      if (distance2 < square(size * (0.3 + 0.7 * ray * ray))) return 1;
    }
  }
  return 0;
}

double sine(double turns) {
  double y = turns - static_cast<double>(whole(turns + 0.5));
  if (y > 0.25) y = 0.5 - y;
  if (y < -0.25) y = -0.5 - y;
  const double z = y * 6.283185307179586;
  const double q = z * z;
  return z * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110)))));
}

Pattern::Pattern(Batik motif, double weight, uint64_t key) : motif_(motif), weight_(weight) {
  Random random(key);
  for (Cell& cell : cells_) {
    cell = {random.uniform(), random.uniform(), random.uniform(), random.uniform()};
  }
}

int Pattern::operator()(double u, double v) const {
  switch (motif_) {
    case Batik::Ceplok:
      return ceplok(u, v);
    case Batik::Kawung:
      return kawung(u, v);
    case Batik::Megamendung:
      return megamendung(u, v);
    case Batik::Parang:
      return parang(u, v);
    case Batik::Truntum:
      return truntum(u, v);
  }
  throw Error(Code::Internal, "no such motif");
}

}  // namespace sempurna
