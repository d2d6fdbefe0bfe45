#pragma once

#include <functional>
#include <span>

namespace sempurna {

/// The value at `x` of a smooth function that is bounded below; fills in `gradient`, as long as x.
template <typename Real>
using ObjectiveOf = std::function<double(std::span<const Real> x, std::span<Real> gradient)>;
using Objective = ObjectiveOf<float>;

struct LbfgsOptions {
  int most_steps = 200;
  int pairs = 6;            ///< that are remembered; each takes twice the memory of x
  double tolerance = 1e-6;  ///< of a step's decrease, relative to the value where that is above 1
  double flatness = 1e-5;   ///< of the gradient's largest value
};

/// Minimises from `x` on, in place, and returns the value. The same calls give the same bits.
/// Source: Nocedal and Wright, Numerical Optimization (2006), algorithms 7.4 and 7.5, with a
/// bisection for the weak Wolfe conditions.
double minimise(std::span<float> x, const Objective& objective, const LbfgsOptions& options = {});
double minimise(std::span<double> x, const ObjectiveOf<double>& objective,
                const LbfgsOptions& options = {});

}  // namespace sempurna
