#pragma once

#include <cmath>
#include <limits>

#include "tuning/strategy.h"

namespace sempurna {

/// An objective as a number of which more is better, whatever the plan does with it. What is no
/// number is the worst.
inline double goodness(const TuningPlan& plan, double objective) {
  if (std::isnan(objective)) return -std::numeric_limits<double>::infinity();
  return plan.maximizes ? objective : -objective;
}

}  // namespace sempurna
