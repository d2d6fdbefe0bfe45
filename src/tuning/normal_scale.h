#pragma once

#include <vector>

namespace sempurna {

/// Values, of which more is better, on a scale where they are about normal, with mean 0 and
/// deviation 1; the order stays. What is worse than the middle half by more than five times its
/// width counts as just that, so a loss that diverged does not make all others look alike; then the
/// values are bent by Yeo and Johnson's transform (A New Family of Power Transformations, 2000)
/// with the exponent that makes them likeliest. All 0 where all are the same. Every value is
/// finite.
std::vector<double> on_normal_scale(std::vector<double> values);

/// Yeo and Johnson's transform of a value, and the log of the density of values that are normal
/// once it is applied, up to a constant.
double yeo_johnson(double value, double exponent);
double yeo_johnson_likelihood(const std::vector<double>& values, double exponent);

}  // namespace sempurna
