#include "tuning/strategy.h"

#include <fmt/format.h>

#include "tuning/bayesian_values.h"
#include "tuning/hyperband.h"
#include "tuning/median_rule.h"
#include "tuning/random_values.h"
#include "tuning/search_space.h"

namespace sempurna {

namespace {

// SageMaker's.
constexpr int64_t kMostResource = 20000;

std::optional<std::string> fault_of_grid(const TuningPlan& plan) {
  if (plan.ranges.numbers.empty()) return std::nullopt;
  return fmt::format(
      "Grid tries every combination of categorical ranges, and {} is a range of numbers: make it "
      "categorical, or choose another strategy.",
      plan.ranges.numbers.front().name);
}

std::optional<std::string> fault_of_hyperband(const TuningPlan& plan) {
  if (plan.stops_early) {
    return "Hyperband ends losing trials by its own rule: set TrainingJobEarlyStoppingType to Off.";
  }
  if (plan.min_resource < 1 || plan.max_resource > kMostResource ||
      plan.min_resource > plan.max_resource) {
    return fmt::format(
        "Hyperband's MinResource is {} and its MaxResource {}: they must go from 1 to {}, the "
        "former "
        "not above the latter.",
        plan.min_resource, plan.max_resource, kMostResource);
  }
  return std::nullopt;
}

/// All combinations in their order. What parents tried is tried again: a grid is walked whole.
std::optional<Values> grid_values(const TuningPlan& plan, const std::vector<Trial>& trials) {
  const auto count = static_cast<uint64_t>(combinations(plan.ranges).value());
  if (trials.size() >= count) return std::nullopt;
  return nth_values(plan.ranges, trials.size());
}

}  // namespace

std::optional<std::string> fault_of(const TuningPlan& plan) {
  if (auto fault = fault_of(plan.ranges)) return fault;
  if (plan.strategy == Strategy::Grid) return fault_of_grid(plan);
  if (plan.strategy == Strategy::Hyperband) return fault_of_hyperband(plan);
  return std::nullopt;
}

std::optional<Values> next_values(const TuningPlan& plan, const std::vector<Trial>& trials,
                                  const std::vector<Trial>& parents) {
  switch (plan.strategy) {
    case Strategy::Bayesian:
      return bayesian_values(plan, trials, parents);
    case Strategy::Grid:
      return grid_values(plan, trials);
    default:
      return random_values(plan, trials);
  }
}

bool ends_losing(const TuningPlan& plan) {
  return plan.stops_early || plan.strategy == Strategy::Hyperband;
}

bool is_losing(const TuningPlan& plan, const Trial& trial, const std::vector<Trial>& others) {
  if (plan.strategy == Strategy::Hyperband) return is_off_the_ladder(plan, trial, others);
  return plan.stops_early && is_below_median(plan, trial, others);
}

}  // namespace sempurna
