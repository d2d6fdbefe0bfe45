#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "tuning/parameter_ranges.h"

namespace sempurna {

enum class TrialState {
  AtWork,
  Succeeded,  ///< it has ended, or was ended early, and has an objective
  Failed,     ///< it has ended without one
};

/// A training job among those that tuning starts, as far as a strategy needs to know it.
struct Trial {
  Values values;  ///< of what is tuned alone
  TrialState state = TrialState::AtWork;
  std::optional<double> objective = {};  ///< the final one
  std::vector<double> by_epoch = {};     ///< the objective after epoch 1, 2, …
  int64_t epochs = 0;                    ///< that it is to train; 0 where that is not known
};

}  // namespace sempurna
