#include "tuning/hyperband.h"

#include <algorithm>
#include <cmath>

#include "base/random.h"
#include "tuning/objective.h"

namespace sempurna {

namespace {

/// MaxResource / eta^division.
double resource(const TuningPlan& plan, int division) {
  return static_cast<double>(plan.max_resource) / std::pow(kEta, division);
}

int largest_bracket(const TuningPlan& plan) {
  int bracket = 0;
  while (resource(plan, bracket + 1) >= static_cast<double>(plan.min_resource)) ++bracket;
  return bracket;
}

uint64_t key_of(const Values& values) {
  uint64_t key = 0;
  for (const auto& [name, value] : values) {
    for (const std::string* text : {&name, &value}) {
      for (const char c : *text) key = mix(key, static_cast<unsigned char>(c));
      key = mix(key);
    }
  }
  return key;
}

}  // namespace

std::vector<int64_t> rungs_of(const TuningPlan& plan, int bracket) {
  std::vector<int64_t> rungs;
  for (int division = std::min(bracket, largest_bracket(plan)); division > 0; --division) {
    rungs.push_back(std::llround(resource(plan, division)));
  }
  return rungs;
}

int bracket_of(const TuningPlan& plan, const Values& values) {
  const int largest = largest_bracket(plan);
  std::vector<uint64_t> trials;
  uint64_t all = 0;
  for (int bracket = 0; bracket <= largest; ++bracket) {
    trials.push_back(
        static_cast<uint64_t>(std::ceil((largest + 1) * std::pow(kEta, bracket) / (bracket + 1))));
    all += trials.back();
  }
  uint64_t drawn = Random(mix(plan.seed, key_of(values))).below(all);
  int bracket = 0;
  while (drawn >= trials[static_cast<size_t>(bracket)]) {
    drawn -= trials[static_cast<size_t>(bracket++)];
  }
  return bracket;
}

bool is_off_the_ladder(const TuningPlan& plan, const Trial& trial,
                       const std::vector<Trial>& others) {
  const auto epochs = static_cast<int64_t>(trial.by_epoch.size());
  if (epochs >= plan.max_resource && trial.epochs > plan.max_resource) return true;
  const std::vector<int64_t> rungs = rungs_of(plan, bracket_of(plan, trial.values));
  const auto next = std::upper_bound(rungs.begin(), rungs.end(), epochs);
  if (next == rungs.begin()) return false;
  const auto place = static_cast<size_t>(*(next - 1)) - 1;
  const double own = goodness(plan, trial.by_epoch[place]);
  int64_t better = 0;
  int64_t all = 1;
  for (const Trial& other : others) {
    if (other.state == TrialState::Failed || other.by_epoch.size() <= place) continue;
    ++all;
    better += goodness(plan, other.by_epoch[place]) > own ? 1 : 0;
  }
  return all >= kEta && better >= all / kEta;
}

}  // namespace sempurna
