#pragma once

#include <array>
#include <cstdint>

#include "dataset/batik.h"

namespace sempurna {

/// The sine of a number of turns, by a polynomial: the C library's may differ in its last bit from
/// one machine to the next. Within 1e-6.
double sine(double turns);
inline double cosine(double turns) {
  return sine(turns + 0.25);
}

/// The pattern of one cloth.
class Pattern {
 public:
  /// `weight` in [0, 1] makes its parts thinner or thicker; `key` scatters what is scattered.
  Pattern(Batik motif, double weight, uint64_t key);

  /// The dye at a point of the cloth, 0 (ground) to 3. The motif repeats about every unit.
  int operator()(double u, double v) const;

 private:
  // What chance has given a cell of the cloth: numbers in [0, 1).
  struct Cell {
    double x, y, size, kind;
  };
  static constexpr int64_t kCells = 16;  // a side, then they repeat

  const Cell& cell(int64_t column, int64_t row) const {
    return cells_[static_cast<size_t>((row & (kCells - 1)) * kCells + (column & (kCells - 1)))];
  }
  int ceplok(double u, double v) const;
  int kawung(double u, double v) const;
  int megamendung(double u, double v) const;
  int parang(double u, double v) const;
  int truntum(double u, double v) const;

  Batik motif_;
  double weight_;
  std::array<Cell, kCells * kCells> cells_;
};

}  // namespace sempurna
