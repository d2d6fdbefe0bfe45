#include "tuning/surrogate.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "tuning/fit_kernel.h"
#include "tuning/normal_scale.h"
#include "tuning/objective.h"

namespace sempurna {

namespace {

constexpr size_t kMostObservations = 1000;
// More of them make the kernel hardly better and its search slower with their cube.
constexpr size_t kMostForKernel = 200;
// A variance, where that of all values is 1: a cliff that the kernel does not know is not to bend
// what lies far from it.
constexpr double kDoubtOfFailure = 0.1;
// The coordinate that tells parents' trials.
constexpr double kOwn = 1;
constexpr double kParents = 0;

bool has_objective(const Trial& trial) {
  return trial.state == TrialState::Succeeded && trial.objective && std::isfinite(*trial.objective);
}

bool has_failed(const Trial& trial) {
  return trial.state != TrialState::AtWork && !has_objective(trial);
}

bool is_at_work(const Trial& trial) {
  return trial.state == TrialState::AtWork;
}

std::vector<Place> places_of(const ParameterRanges& ranges, const std::vector<Trial>& trials,
                             bool (*is_meant)(const Trial&)) {
  std::vector<Place> places;
  for (const Trial& trial : trials) {
    if (!is_meant(trial)) continue;
    if (auto place = place_of(ranges, trial.values)) places.push_back(std::move(*place));
  }
  return places;
}

std::vector<Surrogate::Seen> seen_in(const TuningPlan& plan, const std::vector<Trial>& trials) {
  std::vector<Surrogate::Seen> seen;
  for (const Trial& trial : trials) {
    if (!has_objective(trial)) continue;
    std::optional<Place> place = place_of(plan.ranges, trial.values);
    if (place) seen.push_back({std::move(*place), goodness(plan, *trial.objective)});
  }
  return seen;
}

/// Adds as many of the parents' as there is room for, the best first.
void append_parents(std::vector<Surrogate::Seen>& seen, std::vector<Surrogate::Seen> parents) {
  std::stable_sort(parents.begin(), parents.end(),
                   [](const auto& a, const auto& b) { return a.goodness > b.goodness; });
  const size_t room = kMostObservations - std::min(seen.size(), kMostObservations);
  if (parents.size() > room) parents.resize(room);
  std::move(parents.begin(), parents.end(), std::back_inserter(seen));
}

std::vector<double> values_of(const std::vector<Surrogate::Seen>& seen) {
  std::vector<double> values;
  for (const Surrogate::Seen& one : seen) values.push_back(one.goodness);
  return on_normal_scale(std::move(values));
}

/// Every so many-th of the observations, from the best to the worst.
Observations thinned(const Observations& all) {
  if (all.values.size() <= kMostForKernel) return all;
  std::vector<size_t> order(all.values.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(),
                   [&all](size_t a, size_t b) { return all.values[a] > all.values[b]; });
  Observations some;
  some.numbers = all.numbers;
  for (size_t i = 0; i < kMostForKernel; ++i) {
    const size_t k = order[i * order.size() / kMostForKernel];
    some.add(all.places[k], all.values[k]);
  }
  return some;
}

}  // namespace

size_t count_of_learned(const ParameterRanges& ranges, const std::vector<Trial>& trials) {
  return static_cast<size_t>(std::count_if(trials.begin(), trials.end(), [&](const Trial& trial) {
    return has_objective(trial) && place_of(ranges, trial.values).has_value();
  }));
}

std::optional<Surrogate> Surrogate::of(const TuningPlan& plan, const std::vector<Trial>& trials,
                                       const std::vector<Trial>& parents) {
  std::vector<Seen> seen = seen_in(plan, trials);
  const size_t own = seen.size();
  append_parents(seen, seen_in(plan, parents));
  if (seen.size() < 2) return std::nullopt;
  const bool has_parents = seen.size() > own;
  const auto marked = [has_parents](Place place, double whose) {
    if (has_parents) place.push_back(whose);
    return place;
  };

  const std::vector<double> values = values_of(seen);
  Observations observations;
  observations.numbers = plan.ranges.numbers.size();
  for (size_t i = 0; i < seen.size(); ++i) {
    observations.add(marked(seen[i].place, i < own ? kOwn : kParents), values[i]);
  }
  const Kernel kernel = fitted_kernel(thinned(observations));
  const double worst = *std::min_element(values.begin(), values.end());
  for (Place& place : places_of(plan.ranges, trials, has_failed)) {
    observations.add(marked(std::move(place), kOwn), worst, kDoubtOfFailure);
  }
  const GaussianProcess ended(kernel, observations);
  double best_at_work = -std::numeric_limits<double>::infinity();
  for (Place& place : places_of(plan.ranges, trials, is_at_work)) {
    place = marked(std::move(place), kOwn);
    const double likeliest = ended.at(place).mean;
    best_at_work = std::max(best_at_work, likeliest);
    observations.add(std::move(place), likeliest);
  }
  Surrogate surrogate(GaussianProcess(kernel, std::move(observations)), has_parents);
  surrogate.rank(plan.ranges, std::move(seen));
  surrogate.best_ = std::max(surrogate.best_, best_at_work);
  return surrogate;
}

void Surrogate::rank(const ParameterRanges& ranges, std::vector<Seen> seen) {
  std::vector<std::pair<double, Place>> ranked;
  for (Seen& one : seen) {
    // Parents' may lie outside of this tuning's ranges.
    for (double& share : one.place) share = std::clamp(share, 0.0, 1.0);
    snap(ranges, one.place);
    const double mean = at(one.place).mean;
    ranked.emplace_back(mean, std::move(one.place));
  }
  std::stable_sort(ranked.begin(), ranked.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  best_ = ranked.front().first;
  for (auto& [mean, place] : ranked) seen_.push_back(std::move(place));
}

Prediction Surrogate::at(Place place) const {
  if (has_parents_) place.push_back(kOwn);
  return process_.at(place);
}

}  // namespace sempurna
