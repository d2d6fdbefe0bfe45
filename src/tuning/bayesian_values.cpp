#include "tuning/bayesian_values.h"

#include <algorithm>
#include <set>

#include "base/random.h"
#include "tuning/low_discrepancy.h"
#include "tuning/propose.h"
#include "tuning/random_values.h"
#include "tuning/surrogate.h"

namespace sempurna {

namespace {

/// How many places are tried, or known from parents, before a model is made.
size_t places_at_first(size_t coordinates) {
  return std::clamp<size_t>(coordinates + 2, 3, 10);
}

}  // namespace

std::optional<Values> bayesian_values(const TuningPlan& plan, const std::vector<Trial>& trials,
                                      const std::vector<Trial>& parents) {
  const ParameterRanges& ranges = plan.ranges;
  const size_t coordinates = ranges.numbers.size() + ranges.categories.size();
  std::set<Place> tried;
  for (const Trial& trial : trials) {
    if (auto place = place_of(ranges, trial.values)) tried.insert(std::move(*place));
  }

  std::optional<Place> next;
  if (count_of_learned(ranges, trials) + count_of_learned(ranges, parents) <
      places_at_first(coordinates)) {
    next = low_discrepancy(coordinates, trials.size(), plan.seed);
    snap(ranges, *next);
    if (tried.contains(*next)) next.reset();
  } else if (const auto surrogate = Surrogate::of(plan, trials, parents)) {
    next = most_promising(*surrogate, ranges, tried, mix(plan.seed, trials.size()));
  }
  // Also where a space is nearly used up.
  return next ? values_at(ranges, *next) : random_values(plan, trials);
}

}  // namespace sempurna
