#include "tuning/normal_scale.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sempurna {

namespace {

constexpr double kWidths = 5;
// Exponents that are searched, on a grid: the best of them is good enough, and found the same
// always.
constexpr int kSteps = 24;
constexpr double kLowest = -1;
constexpr double kHighest = 3;

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double variance(const std::vector<double>& values) {
  const double middle = mean(values);
  double sum = 0;
  for (const double value : values) sum += (value - middle) * (value - middle);
  return sum / static_cast<double>(values.size());
}

/// To mean 0 and deviation 1; false where all are the same.
bool standardise(std::vector<double>& values) {
  const double middle = mean(values);
  const double deviation = std::sqrt(variance(values));
  const bool differ = deviation > 1e-12 * std::abs(middle) && std::isfinite(deviation);
  for (double& value : values) value = differ ? (value - middle) / deviation : 0;
  return differ;
}

void lift_the_worst(std::vector<double>& values) {
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  const double low = sorted[sorted.size() / 4];
  const double width = sorted[sorted.size() * 3 / 4] - low;
  if (!(width > 0)) return;
  for (double& value : values) value = std::max(value, low - kWidths * width);
}

std::vector<double> all_bent(std::vector<double> values, double exponent) {
  for (double& value : values) value = yeo_johnson(value, exponent);
  return values;
}

double likeliest_exponent(const std::vector<double>& values) {
  double best = 1;
  double most = yeo_johnson_likelihood(values, best);
  for (int step = 0; step <= kSteps; ++step) {
    const double exponent = kLowest + (kHighest - kLowest) * step / kSteps;
    const double found = yeo_johnson_likelihood(values, exponent);
    if (found > most) {
      most = found;
      best = exponent;
    }
  }
  return best;
}

}  // namespace

double yeo_johnson(double value, double exponent) {
  if (value >= 0) {
    return exponent == 0 ? std::log1p(value) : std::expm1(exponent * std::log1p(value)) / exponent;
  }
  const double other = 2 - exponent;
  return other == 0 ? -std::log1p(-value) : -std::expm1(other * std::log1p(-value)) / other;
}

double yeo_johnson_likelihood(const std::vector<double>& values, double exponent) {
  double stretch = 0;
  for (const double value : values) {
    stretch += std::copysign(std::log1p(std::abs(value)), value);
  }
  const double count = static_cast<double>(values.size());
  return (exponent - 1) * stretch - count / 2 * std::log(variance(all_bent(values, exponent)));
}

std::vector<double> on_normal_scale(std::vector<double> values) {
  if (values.empty()) return values;
  lift_the_worst(values);
  if (!standardise(values)) return values;
  const double exponent = likeliest_exponent(values);
  values = all_bent(std::move(values), exponent);
  standardise(values);
  return values;
}

}  // namespace sempurna
