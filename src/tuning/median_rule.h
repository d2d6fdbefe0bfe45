#pragma once

#include <vector>

#include "tuning/strategy.h"

namespace sempurna {

/// Whether a trial's objective after its last epoch is worse than the median, over the others that
/// came as far, of the mean of their objectives up to the same epoch. Failed ones do not count.
/// Source: SageMaker's developer guide, "Stop training jobs early"; Golovin et al., Google Vizier
/// (2017), section 3.2.2.
bool is_below_median(const TuningPlan& plan, const Trial& trial, const std::vector<Trial>& others);

}  // namespace sempurna
