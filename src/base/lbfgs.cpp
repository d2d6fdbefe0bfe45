#include "base/lbfgs.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <vector>

namespace sempurna {

namespace {

template <typename Real>
using Vector = std::vector<Real>;

constexpr double kDecrease = 1e-4;
constexpr double kCurvature = 0.9;
constexpr int kMostTries = 25;

template <typename Real>
double dot(const Vector<Real>& a, const Vector<Real>& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += double{a[i]} * double{b[i]};
  return sum;
}

template <typename Real>
double largest(const Vector<Real>& a) {
  Real most = 0;
  for (const Real value : a) most = std::max(most, std::abs(value));
  return most;
}

template <typename Real>
void add(Vector<Real>& to, double factor, const Vector<Real>& what) {
  for (size_t i = 0; i < to.size(); ++i) to[i] += static_cast<Real>(factor * what[i]);
}

/// A step that was made, and what it did to the gradient.
template <typename Real>
struct Pair {
  Vector<Real> step;
  Vector<Real> change;
  double product;  ///< of the two, above 0
};

/// Minus the inverse Hessian, as the pairs show it, times the gradient.
template <typename Real>
Vector<Real> direction(const Vector<Real>& gradient, const std::deque<Pair<Real>>& pairs) {
  Vector<Real> d(gradient.size());
  std::transform(gradient.begin(), gradient.end(), d.begin(), [](Real g) { return -g; });
  if (pairs.empty()) {
    const double size = std::sqrt(dot(d, d));
    for (Real& value : d) value = static_cast<Real>(value / std::max(size, 1.0));
    return d;
  }
  std::vector<double> shares(pairs.size());
  for (size_t k = pairs.size(); k-- > 0;) {
    shares[k] = dot(pairs[k].step, d) / pairs[k].product;
    add(d, -shares[k], pairs[k].change);
  }
  const Pair<Real>& last = pairs.back();
  const double scale = last.product / dot(last.change, last.change);
  for (Real& value : d) value = static_cast<Real>(scale * value);
  for (size_t k = 0; k < pairs.size(); ++k) {
    add(d, shares[k] - dot(pairs[k].change, d) / pairs[k].product, pairs[k].step);
  }
  return d;
}

/// A place with the function's value and gradient there.
template <typename Real>
struct Point {
  Vector<Real> x;
  Vector<Real> gradient;
  double value = 0;
};

/// The first place along `d` that decreases the value and flattens the slope enough; false when
/// there is none that can be told from `from`.
template <typename Real>
bool search(const Point<Real>& from, const Vector<Real>& d, const ObjectiveOf<Real>& objective,
            Point<Real>& to) {
  const double slope = dot(from.gradient, d);
  if (!(slope < 0)) return false;
  double low = 0;
  double high = std::numeric_limits<double>::infinity();
  double length = 1;
  for (int tries = 0; tries < kMostTries; ++tries) {
    to.x = from.x;
    add(to.x, length, d);
    to.value = objective(to.x, to.gradient);
    if (!(to.value <= from.value + kDecrease * length * slope)) {
      high = length;
    } else if (dot(to.gradient, d) < kCurvature * slope) {
      low = length;
    } else {
      return true;
    }
    length = std::isinf(high) ? 2 * low : (low + high) / 2;
  }
  return to.value < from.value;
}

template <typename Real>
double minimise_by(std::span<Real> x, const ObjectiveOf<Real>& objective,
                   const LbfgsOptions& options) {
  Point<Real> here{Vector<Real>(x.begin(), x.end()), Vector<Real>(x.size()), 0};
  here.value = objective(here.x, here.gradient);
  Point<Real> next = here;
  std::deque<Pair<Real>> pairs;
  for (int step = 0; step < options.most_steps; ++step) {
    if (largest(here.gradient) <= options.flatness) break;
    if (!search(here, direction(here.gradient, pairs), objective, next)) break;
    const bool flat =
        here.value - next.value <= options.tolerance * std::max(1.0, std::abs(next.value));
    // The place that is left becomes the pair.
    for (size_t i = 0; i < here.x.size(); ++i) {
      here.x[i] = next.x[i] - here.x[i];
      here.gradient[i] = next.gradient[i] - here.gradient[i];
    }
    const double product = dot(here.x, here.gradient);
    std::swap(here, next);
    if (flat) break;
    if (product <= 1e-12) continue;
    if (static_cast<int>(pairs.size()) == options.pairs) pairs.pop_front();
    pairs.push_back({next.x, next.gradient, product});
  }
  std::copy(here.x.begin(), here.x.end(), x.begin());
  return here.value;
}

}  // namespace

double minimise(std::span<float> x, const Objective& objective, const LbfgsOptions& options) {
  return minimise_by(x, objective, options);
}

double minimise(std::span<double> x, const ObjectiveOf<double>& objective,
                const LbfgsOptions& options) {
  return minimise_by(x, objective, options);
}

}  // namespace sempurna
