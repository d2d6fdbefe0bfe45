#include "tuning/median_rule.h"

#include <algorithm>

#include "tuning/objective.h"

namespace sempurna {

namespace {

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2;
}

}  // namespace

bool is_below_median(const TuningPlan& plan, const Trial& trial, const std::vector<Trial>& others) {
  const size_t epochs = trial.by_epoch.size();
  if (epochs == 0) return false;
  std::vector<double> means;
  for (const Trial& other : others) {
    if (other.state == TrialState::Failed || other.by_epoch.size() < epochs) continue;
    double sum = 0;
    for (size_t i = 0; i < epochs; ++i) sum += goodness(plan, other.by_epoch[i]);
    means.push_back(sum / static_cast<double>(epochs));
  }
  return !means.empty() && goodness(plan, trial.by_epoch.back()) < median(std::move(means));
}

}  // namespace sempurna
