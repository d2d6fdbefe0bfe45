#include "tuning/fit_kernel.h"

#include <array>
#include <cmath>
#include <limits>

#include "base/lbfgs.h"

namespace sempurna {

namespace {

struct Normal {
  double mean;
  double deviation;
};

constexpr Normal kLogVariance{0, 1};
constexpr Normal kLogNoise{-6, 2};
// Of the search's starts, over the root of the number of coordinates: a rough, a smooth and a
// nearly linear function.
constexpr std::array<double, 3> kLengths = {0.2, 0.7, 3};
constexpr int kMostSteps = 40;

Normal log_length(size_t coordinates) {
  return {std::log(0.5) + std::log(static_cast<double>(coordinates)) / 2, 1};
}

/// The logs of lengths, variance and noise.
Kernel kernel_of(std::span<const double> logs) {
  Kernel kernel;
  for (const double length : logs.first(logs.size() - 2)) {
    kernel.lengths.push_back(std::exp(length));
  }
  kernel.variance = std::exp(logs[logs.size() - 2]);
  kernel.noise = std::exp(logs.back());
  return kernel;
}

/// Minus the log of the density of values and kernel, up to a constant.
double surprise(const Observations& observations, std::span<const double> logs,
                std::span<double> gradient) {
  const size_t coordinates = logs.size() - 2;
  double value = -log_likelihood(kernel_of(logs), observations, gradient);
  for (size_t i = 0; i < logs.size(); ++i) {
    const Normal prior = i < coordinates    ? log_length(coordinates)
                         : i == coordinates ? kLogVariance
                                            : kLogNoise;
    const double away = (logs[i] - prior.mean) / prior.deviation;
    value += away * away / 2;
    gradient[i] = -gradient[i] + away / prior.deviation;
  }
  return value;
}

}  // namespace

Kernel fitted_kernel(const Observations& observations) {
  const size_t coordinates = observations.places.front().size();
  double least = std::numeric_limits<double>::infinity();
  std::vector<double> best;
  for (const double length : kLengths) {
    std::vector<double> logs(coordinates + 2,
                             std::log(length * std::sqrt(static_cast<double>(coordinates))));
    logs[coordinates] = kLogVariance.mean;
    logs[coordinates + 1] = kLogNoise.mean;
    const double value =
        minimise(logs,
                 [&observations](std::span<const double> x, std::span<double> gradient) {
                   return surprise(observations, x, gradient);
                 },
                 {.most_steps = kMostSteps, .tolerance = 1e-4, .flatness = 1e-3});
    if (value < least) {
      least = value;
      best = logs;
    }
  }
  return kernel_of(best);
}

}  // namespace sempurna
