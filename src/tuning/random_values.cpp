#include "tuning/random_values.h"

#include <set>

#include "base/random.h"
#include "tuning/search_space.h"

namespace sempurna {

namespace {

// After so many draws that were all tried before, what is left is looked up.
constexpr uint64_t kMostDraws = 100;

Values drawn(const ParameterRanges& ranges, uint64_t key) {
  Random random(key);
  Place place(ranges.numbers.size() + ranges.categories.size());
  for (double& share : place) share = random.uniform();
  return values_at(ranges, place);
}

}  // namespace

std::optional<Values> random_values(const TuningPlan& plan, const std::vector<Trial>& trials) {
  std::set<Values> tried;
  for (const Trial& trial : trials) tried.insert(trial.values);
  const auto is_new = [&tried](const Values& values) { return !tried.contains(values); };

  const std::optional<int64_t> count = distinct_values(plan.ranges);
  const uint64_t key = mix(plan.seed, trials.size());
  if (!count || tried.size() < static_cast<size_t>(*count)) {
    for (uint64_t draw = 0; draw < kMostDraws; ++draw) {
      Values values = drawn(plan.ranges, mix(key, draw));
      if (is_new(values)) return values;
    }
  }
  if (!count) return drawn(plan.ranges, mix(key, kMostDraws));
  const Permutation order(static_cast<uint64_t>(*count), key);
  for (uint64_t k = 0; k < static_cast<uint64_t>(*count) && k <= tried.size(); ++k) {
    Values values = nth_values(plan.ranges, order(k));
    if (is_new(values)) return values;
  }
  return std::nullopt;
}

}  // namespace sempurna
