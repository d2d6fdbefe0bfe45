#pragma once

#include <optional>

#include "tuning/strategy.h"

namespace sempurna {

/// Values drawn evenly from the search space, other than those of all trials. Empty where there are
/// none left.
std::optional<Values> random_values(const TuningPlan& plan, const std::vector<Trial>& trials);

}  // namespace sempurna
