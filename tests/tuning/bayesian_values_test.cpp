#include "tuning/bayesian_values.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tuning/functions.h"
#include "tuning/search_space.h"

namespace sempurna {
namespace {

constexpr uint64_t kSeeds = 5;

TuningPlan plan_for(const KnownFunction& function, Strategy strategy, uint64_t seed) {
  TuningPlan plan;
  plan.strategy = strategy;
  plan.ranges = function.ranges;
  plan.maximizes = false;
  plan.seed = seed;
  return plan;
}

std::vector<Trial> tuned(const KnownFunction& function, const TuningPlan& plan, size_t count,
                         const std::vector<Trial>& parents = {}) {
  std::vector<Trial> trials;
  while (trials.size() < count) {
    const Values values = next_values(plan, trials, parents).value();
    trials.push_back({values, TrialState::Succeeded, function.at(values)});
  }
  return trials;
}

/// How far the best trial is above the minimum.
double regret(const KnownFunction& function, const std::vector<Trial>& trials) {
  double best = *trials.front().objective;
  for (const Trial& trial : trials) best = std::min(best, *trial.objective);
  return best - function.minimum;
}

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

/// With four seeds of five at least the model comes closer to the minimum than four times as many
/// random trials, in the median within `near` of it.
void expect_near_minimum(const KnownFunction& function, size_t count, double near) {
  std::vector<double> regrets;
  size_t won = 0;
  for (uint64_t seed = 1; seed <= kSeeds; ++seed) {
    regrets.push_back(
        regret(function, tuned(function, plan_for(function, Strategy::Bayesian, seed), count)));
    const auto chance = tuned(function, plan_for(function, Strategy::Random, seed), 4 * count);
    won += regrets.back() < regret(function, chance) ? 1 : 0;
  }
  EXPECT_GE(won, 4U);
  EXPECT_LT(median(regrets), near);
}

TEST(Bayesian, FindsBraninsMinimum) {
  expect_near_minimum(branin(), 25, 0.05);
}

TEST(Bayesian, FindsTheBestOrSecondBestOfHartmannsMinima) {
  expect_near_minimum(hartmann6(), 50, 0.2);
}

TEST(Bayesian, FindsTheBestRateOptimizerAndEpochs) {
  expect_near_minimum(training(), 25, 0.001);
}

TEST(Bayesian, BeginsWithPlacesThatFillTheSpace) {
  const KnownFunction function = branin();
  std::vector<double> xs;
  for (const Trial& trial : tuned(function, plan_for(function, Strategy::Bayesian, 1), 4)) {
    xs.push_back(number(trial.values, "x"));
  }
  std::sort(xs.begin(), xs.end());
  // One in each quarter of -5 to 10.
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_GE(xs[i], -5 + 3.75 * static_cast<double>(i));
    EXPECT_LE(xs[i], -5 + 3.75 * static_cast<double>(i + 1));
  }
}

TEST(Bayesian, ParallelTrialsDiffer) {
  const KnownFunction function = branin();
  const TuningPlan plan = plan_for(function, Strategy::Bayesian, 2);
  std::vector<Trial> trials = tuned(function, plan, 12);
  std::vector<Place> places;
  for (int i = 0; i < 5; ++i) {
    const Values values = next_values(plan, trials).value();
    trials.push_back({values, TrialState::AtWork});
    places.push_back(place_of(function.ranges, values).value());
  }
  for (size_t i = 0; i < places.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      EXPECT_GT(std::hypot(places[i][0] - places[j][0], places[i][1] - places[j][1]), 0.03);
    }
  }
}

TEST(Bayesian, SoonLeavesAloneWhatAlwaysFails) {
  const KnownFunction function = branin();
  const TuningPlan plan = plan_for(function, Strategy::Bayesian, 1);
  // Half of the space fails, one of the minima in it.
  std::vector<Trial> trials;
  size_t failed_late = 0;
  double best = 1000;
  while (trials.size() < 30) {
    const Values values = next_values(plan, trials).value();
    if (number(values, "x") < 0) {
      failed_late += trials.size() >= 15 ? 1 : 0;
      trials.push_back({values, TrialState::Failed});
      continue;
    }
    best = std::min(best, function.at(values));
    trials.push_back({values, TrialState::Succeeded, function.at(values)});
  }
  EXPECT_LE(failed_late, 4U);
  EXPECT_LT(best - function.minimum, 0.1);
}

TEST(Bayesian, AllFailuresGoOnFillingTheSpace) {
  const TuningPlan plan = plan_for(branin(), Strategy::Bayesian, 1);
  std::vector<Trial> trials;
  while (trials.size() < 16) {
    trials.push_back({next_values(plan, trials).value(), TrialState::Failed});
  }
  std::vector<double> xs;
  for (const Trial& trial : trials) xs.push_back(number(trial.values, "x"));
  std::sort(xs.begin(), xs.end());
  for (size_t i = 1; i < xs.size(); ++i) EXPECT_LT(xs[i] - xs[i - 1], 2.5);
}

TEST(Bayesian, ParentsSpareTrials) {
  const KnownFunction function = branin();
  const std::vector<Trial> parents = tuned(function, plan_for(function, Strategy::Bayesian, 1), 20);
  const auto with = tuned(function, plan_for(function, Strategy::Bayesian, 9), 4, parents);
  const auto without = tuned(function, plan_for(function, Strategy::Bayesian, 9), 4);
  EXPECT_LT(regret(function, with), 0.1);
  EXPECT_GT(regret(function, without), 1);
}

TEST(Bayesian, WhatDoesNotDifferIsNoHarm) {
  const TuningPlan plan = plan_for(training(), Strategy::Bayesian, 1);
  std::vector<Trial> trials;
  while (trials.size() < 12) {
    trials.push_back({next_values(plan, trials).value(), TrialState::Succeeded, 0.5});
  }
  for (size_t i = 0; i < trials.size(); ++i) {
    for (size_t j = 0; j < i; ++j) EXPECT_NE(trials[i].values, trials[j].values);
  }
}

}  // namespace
}  // namespace sempurna
