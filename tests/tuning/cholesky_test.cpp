#include "tuning/cholesky.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/random.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

constexpr size_t kSize = 37;

/// BBᵀ + I, B of random numbers.
Matrix positive() {
  Random random(3);
  Matrix b(kSize);
  for (size_t i = 0; i < kSize; ++i) {
    for (size_t j = 0; j < kSize; ++j) b[i][j] = random.normal();
  }
  Matrix a(kSize);
  for (size_t i = 0; i < kSize; ++i) {
    for (size_t j = 0; j < kSize; ++j) {
      a[i][j] = i == j ? 1 : 0;
      for (size_t k = 0; k < kSize; ++k) a[i][j] += b[i][k] * b[j][k];
    }
  }
  return a;
}

TEST(Cholesky, Solves) {
  const Matrix a = positive();
  std::vector<double> x(kSize);
  Random random(4);
  for (double& value : x) value = random.normal();
  std::vector<double> b(kSize);
  for (size_t i = 0; i < kSize; ++i) {
    for (size_t j = 0; j < kSize; ++j) b[i] += a[i][j] * x[j];
  }
  std::vector<double> half = b;
  const Cholesky factor(a);
  factor.solve(b);
  for (size_t i = 0; i < kSize; ++i) EXPECT_NEAR(b[i], x[i], 1e-9);

  // The square of the half's length is xᵀAx.
  factor.solve_half(half);
  double expected = 0;
  double square = 0;
  for (size_t i = 0; i < kSize; ++i) {
    square += half[i] * half[i];
    for (size_t j = 0; j < kSize; ++j) expected += x[i] * a[i][j] * x[j];
  }
  EXPECT_NEAR(square, expected, 1e-9 * expected);
}

TEST(Cholesky, TheInverseIsTheInverse) {
  const Matrix a = positive();
  const Matrix inverse = Cholesky(a).inverse();
  for (size_t i = 0; i < kSize; ++i) {
    for (size_t j = 0; j < kSize; ++j) {
      double sum = 0;
      for (size_t k = 0; k < kSize; ++k) sum += a[i][k] * inverse[std::max(k, j)][std::min(k, j)];
      EXPECT_NEAR(sum, i == j ? 1 : 0, 1e-9);
    }
  }
}

TEST(Cholesky, KnowsTheDeterminant) {
  Matrix a(2);
  a[0][0] = 4;
  a[0][1] = 2;
  a[1][1] = 3;
  EXPECT_NEAR(Cholesky(a).log_determinant(), std::log(8.0), 1e-14);
}

TEST(Cholesky, RefusesWhatIsNotPositiveDefinite) {
  Matrix a(2);
  a[0][0] = 1;
  a[0][1] = 2;
  a[1][1] = 1;
  expect_error(Code::Internal, "a positive definite matrix", [&] { Cholesky factor(a); });
}

}  // namespace
}  // namespace sempurna
