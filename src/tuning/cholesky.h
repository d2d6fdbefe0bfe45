#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace sempurna {

/// A square matrix of doubles, row by row.
class Matrix {
 public:
  explicit Matrix(size_t size) : size_(size), values_(size * size) {}
  size_t size() const { return size_; }
  double* operator[](size_t row) { return values_.data() + row * size_; }
  const double* operator[](size_t row) const { return values_.data() + row * size_; }

 private:
  size_t size_;
  std::vector<double> values_;
};

/// The factor U, upper triangular, of a symmetric positive definite matrix A = UᵀU, and what it is
/// good for. All loops run along rows, so that compilers make vector code of them.
class Cholesky {
 public:
  /// Of the upper triangle of `a`. Throws Internal where A is not positive definite in doubles.
  explicit Cholesky(Matrix a);

  size_t size() const { return u_.size(); }
  /// x such that Uᵀx = b, in place of b.
  void solve_half(std::span<double> b) const;
  /// x such that Ax = b, in place of b.
  void solve(std::span<double> b) const;
  double log_determinant() const;
  /// The lower triangle of A's inverse, the diagonal with it.
  Matrix inverse() const;

 private:
  Matrix u_;
};

}  // namespace sempurna
