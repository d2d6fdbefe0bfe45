#include "tuning/gaussian_process.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace sempurna {

namespace {

const double kRoot5 = std::sqrt(5.0);
// Of the variance: what keeps a matrix of places that are nearly the same positive definite.
constexpr double kJitter = 1e-9;

/// Distances under a kernel's lengths.
class Distance {
 public:
  Distance(const Kernel& kernel, size_t numbers)
      : numbers_(numbers), weights_(kernel.lengths), parts_(kernel.lengths.size()) {
    for (double& weight : weights_) weight = 1 / (weight * weight);
  }

  double operator()(const Place& a, const Place& b) {
    for (size_t i = 0; i < numbers_; ++i) parts_[i] = weights_[i] * (a[i] - b[i]) * (a[i] - b[i]);
    for (size_t i = numbers_; i < parts_.size(); ++i) parts_[i] = a[i] == b[i] ? 0 : weights_[i];
    return std::sqrt(std::accumulate(parts_.begin(), parts_.end(), 0.0));
  }
  /// The squares of which the last distance is the root of the sum, one a coordinate.
  const std::vector<double>& parts() const { return parts_; }

 private:
  size_t numbers_;
  std::vector<double> weights_;
  std::vector<double> parts_;
};

double matern(double r) {
  return (1 + kRoot5 * r + 5 * r * r / 3) * std::exp(-kRoot5 * r);
}

/// The upper triangle of the covariances of the values.
Matrix covariances(const Kernel& kernel, const Observations& observations) {
  Distance distance(kernel, observations.numbers);
  const size_t n = observations.places.size();
  Matrix all(n);
  for (size_t i = 0; i < n; ++i) {
    all[i][i] = kernel.variance * (1 + kJitter) + kernel.noise + observations.doubts[i];
    for (size_t j = i + 1; j < n; ++j) {
      all[i][j] =
          kernel.variance * matern(distance(observations.places[i], observations.places[j]));
    }
  }
  return all;
}

double dot(std::span<const double> a, std::span<const double> b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

void Observations::add(Place place, double value, double doubt) {
  places.push_back(std::move(place));
  values.push_back(value);
  doubts.push_back(doubt);
}

GaussianProcess::GaussianProcess(Kernel kernel, Observations observations)
    : kernel_(std::move(kernel)),
      observations_(std::move(observations)),
      factor_(covariances(kernel_, observations_)),
      weights_(observations_.values) {
  factor_.solve(weights_);
}

Prediction GaussianProcess::at(const Place& place) const {
  Distance distance(kernel_, observations_.numbers);
  std::vector<double> shared(observations_.places.size());
  for (size_t i = 0; i < shared.size(); ++i) {
    shared[i] = kernel_.variance * matern(distance(place, observations_.places[i]));
  }
  const double mean = dot(shared, weights_);
  factor_.solve_half(shared);
  return {mean, std::sqrt(std::max(0.0, kernel_.variance - dot(shared, shared)))};
}

double log_likelihood(const Kernel& kernel, const Observations& observations,
                      std::span<double> gradient) {
  const size_t n = observations.places.size();
  const Cholesky factor(covariances(kernel, observations));
  std::vector<double> weights = observations.values;
  factor.solve(weights);
  const double value = -(dot(weights, observations.values) + factor.log_determinant() +
                         static_cast<double>(n) * std::log(2 * std::numbers::pi)) /
                       2;
  if (gradient.empty()) return value;

  // Half the trace of (weights weightsᵀ - inverse) times the covariances' derivatives.
  Distance distance(kernel, observations.numbers);
  const Matrix inverse = factor.inverse();
  const size_t lengths = kernel.lengths.size();
  std::fill(gradient.begin(), gradient.end(), 0);
  for (size_t i = 0; i < n; ++i) {
    for (size_t j = 0; j < i; ++j) {
      const double share = weights[i] * weights[j] - inverse[i][j];
      const double r = distance(observations.places[i], observations.places[j]);
      const double decay = kernel.variance * std::exp(-kRoot5 * r);
      const double by_length = share * decay * (1 + kRoot5 * r) * 5 / 3;
      for (size_t k = 0; k < lengths; ++k) gradient[k] += by_length * distance.parts()[k];
      gradient[lengths] += share * decay * (1 + kRoot5 * r + 5 * r * r / 3);
    }
    const double share = (weights[i] * weights[i] - inverse[i][i]) / 2;
    gradient[lengths] += share * kernel.variance * (1 + kJitter);
    gradient[lengths + 1] += share * kernel.noise;
  }
  return value;
}

}  // namespace sempurna
