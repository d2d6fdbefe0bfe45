#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/choice.h"
#include "tuning/parameter_ranges.h"
#include "tuning/trial.h"

namespace sempurna {

/// How tuning searches (docs/tuning.md).
enum class Strategy { Bayesian, Random, Grid, Hyperband };

constexpr std::array<std::string_view, 4> names_of(Strategy /*unused*/) {
  return {"Bayesian", "Random", "Grid", "Hyperband"};
}

struct TuningPlan {
  Strategy strategy = Strategy::Bayesian;
  ParameterRanges ranges;
  bool maximizes = true;
  uint64_t seed = 0;
  bool stops_early = false;  ///< by the median rule: TrainingJobEarlyStoppingType Auto
  int64_t min_resource = 1;  ///< epochs before which Hyperband stops no trial
  int64_t max_resource = 0;  ///< epochs after which Hyperband ends each
};

/// Why the plan cannot be followed, in one sentence; empty where all is well.
std::optional<std::string> fault_of(const TuningPlan& plan);

/// What to try next, where the plan has no fault: a pure function of its arguments, so that the
/// same trials are followed by the same one. `parents`: ended trials of a warm start, from which
/// Bayesian learns. Empty: all that there is has been tried.
std::optional<Values> next_values(const TuningPlan& plan, const std::vector<Trial>& trials,
                                  const std::vector<Trial>& parents = {});

/// Whether trials of the plan are ever ended before they have trained all their epochs.
bool ends_losing(const TuningPlan& plan);

/// Whether a trial at work is to be ended now: by Hyperband's rungs, or by the median rule where
/// the plan stops early. `others`: all further trials.
bool is_losing(const TuningPlan& plan, const Trial& trial, const std::vector<Trial>& others);

}  // namespace sempurna
