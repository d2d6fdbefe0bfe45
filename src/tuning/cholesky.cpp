#include "tuning/cholesky.h"

#include <cmath>

#include "base/error.h"

namespace sempurna {

namespace {

/// to -= factor * what, over `count` numbers.
void subtract(double* __restrict to, double factor, const double* __restrict what, size_t count) {
  for (size_t i = 0; i < count; ++i) to[i] -= factor * what[i];
}

}  // namespace

Cholesky::Cholesky(Matrix a) : u_(std::move(a)) {
  const size_t n = size();
  for (size_t k = 0; k < n; ++k) {
    double* const row = u_[k];
    ensure(row[k] > 0, "a positive definite matrix");
    const double root = std::sqrt(row[k]);
    for (size_t j = k; j < n; ++j) row[j] /= root;
    for (size_t i = k + 1; i < n; ++i) subtract(u_[i] + i, row[i], row + i, n - i);
  }
}

void Cholesky::solve_half(std::span<double> b) const {
  const size_t n = size();
  for (size_t k = 0; k < n; ++k) {
    b[k] /= u_[k][k];
    subtract(b.data() + k + 1, b[k], u_[k] + k + 1, n - k - 1);
  }
}

void Cholesky::solve(std::span<double> b) const {
  solve_half(b);
  for (size_t k = size(); k-- > 0;) {
    for (size_t j = k + 1; j < size(); ++j) b[k] -= u_[k][j] * b[j];
    b[k] /= u_[k][k];
  }
}

double Cholesky::log_determinant() const {
  double sum = 0;
  for (size_t k = 0; k < size(); ++k) sum += std::log(u_[k][k]);
  return 2 * sum;
}

Matrix Cholesky::inverse() const {
  const size_t n = size();
  // The inverse of Uᵀ, lower triangular, row by row.
  Matrix half(n);
  for (size_t k = 0; k < n; ++k) half[k][k] = 1;
  for (size_t k = 0; k < n; ++k) {
    for (size_t j = 0; j <= k; ++j) half[k][j] /= u_[k][k];
    for (size_t i = k + 1; i < n; ++i) subtract(half[i], u_[k][i], half[k], k + 1);
  }
  Matrix inverse(n);
  for (size_t k = 0; k < n; ++k) {
    for (size_t i = 0; i <= k; ++i) subtract(inverse[i], -half[k][i], half[k], i + 1);
  }
  return inverse;
}

}  // namespace sempurna
