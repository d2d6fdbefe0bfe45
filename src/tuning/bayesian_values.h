#pragma once

#include <optional>

#include "tuning/strategy.h"

namespace sempurna {

/// What a Gaussian process over all that has been tried promises most of; the first few places fill
/// the space evenly. Never what a trial has. Empty where there is nothing else left.
std::optional<Values> bayesian_values(const TuningPlan& plan, const std::vector<Trial>& trials,
                                      const std::vector<Trial>& parents);

}  // namespace sempurna
