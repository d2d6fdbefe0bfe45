#include "tuning/expected_improvement.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sempurna {

namespace {

// Below it φ(z) + z Φ(z) has lost more digits than its series leaves out.
constexpr double kSeriesBelow = -25;

/// The log of φ(z) + z Φ(z).
double log_gain(double z) {
  const double log_density = -z * z / 2 - std::log(2 * std::numbers::pi) / 2;
  if (z < kSeriesBelow) {
    const double s = 1 / (z * z);
    return log_density + std::log(s * (1 - s * (3 - s * (15 - s * 105))));
  }
  return std::log(std::exp(log_density) + z * std::erfc(-z / std::numbers::sqrt2) / 2);
}

}  // namespace

double log_expected_improvement(const Prediction& prediction, double best) {
  const double gain = prediction.mean - best;
  if (prediction.deviation > 0) {
    return std::log(prediction.deviation) + log_gain(gain / prediction.deviation);
  }
  return std::log(std::max(gain, 0.0));
}

}  // namespace sempurna
