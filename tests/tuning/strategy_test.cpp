#include "tuning/strategy.h"

#include <gtest/gtest.h>

#include <set>

#include "base/number.h"

namespace sempurna {
namespace {

TuningPlan plan(Strategy strategy, ParameterRanges ranges) {
  TuningPlan plan;
  plan.strategy = strategy;
  plan.ranges = std::move(ranges);
  plan.seed = 7;
  if (strategy == Strategy::Hyperband) plan.max_resource = 9;
  return plan;
}

const ParameterRanges kSmall{{{"epochs", 1, 3, Scaling::Linear, true}}, {{"flip", {"no", "yes"}}}};
const ParameterRanges kFlips{{},
                             {{"flip", {"no", "yes"}}, {"optimizer", {"adam", "sgd", "rmsprop"}}}};
const ParameterRanges kWide{{{"rate", 1e-5, 0.1}, {"epochs", 1, 100, Scaling::Auto, true}},
                            {{"optimizer", {"adam", "sgd"}}}};

/// The trials that the plan makes, each ended with the objective of its number.
std::vector<Trial> trials_of(const TuningPlan& plan, size_t most) {
  std::vector<Trial> trials;
  while (trials.size() < most) {
    const std::optional<Values> values = next_values(plan, trials);
    if (!values) break;
    trials.push_back({*values, TrialState::Succeeded, static_cast<double>(trials.size())});
  }
  return trials;
}

std::set<Values> distinct(const std::vector<Trial>& trials) {
  std::set<Values> values;
  for (const Trial& trial : trials) values.insert(trial.values);
  return values;
}

TEST(Strategy, EveryFaultOfAPlanHasItsSentence) {
  EXPECT_EQ(fault_of(plan(Strategy::Random, {})),
            "There is no hyperparameter to tune: name at least one range.");
  EXPECT_EQ(fault_of(plan(Strategy::Grid, kSmall)),
            "Grid tries every combination of categorical ranges, and epochs is a range of numbers: "
            "make it categorical, or choose another strategy.");
  TuningPlan hyperband = plan(Strategy::Hyperband, kSmall);
  EXPECT_FALSE(fault_of(hyperband));
  hyperband.stops_early = true;
  EXPECT_EQ(
      fault_of(hyperband),
      "Hyperband ends losing trials by its own rule: set TrainingJobEarlyStoppingType to Off.");
  hyperband.stops_early = false;
  hyperband.min_resource = 10;
  EXPECT_EQ(
      fault_of(hyperband),
      "Hyperband's MinResource is 10 and its MaxResource 9: they must go from 1 to 20000, the "
      "former not above the latter.");
  hyperband.min_resource = 0;
  EXPECT_TRUE(fault_of(hyperband));
  hyperband.min_resource = 1;
  hyperband.max_resource = 20001;
  EXPECT_TRUE(fault_of(hyperband));
}

TEST(Strategy, AGridIsAllCombinationsInOrder) {
  const std::vector<Trial> trials = trials_of(plan(Strategy::Grid, kFlips), 100);
  ASSERT_EQ(trials.size(), 6U);
  EXPECT_EQ(distinct(trials).size(), 6U);
  EXPECT_EQ(trials[0].values, (Values{{"flip", "no"}, {"optimizer", "adam"}}));
  EXPECT_EQ(trials[3].values, (Values{{"flip", "yes"}, {"optimizer", "sgd"}}));
}

TEST(Strategy, TheSameSeedMakesTheSameTrials) {
  for (const Strategy strategy : {Strategy::Bayesian, Strategy::Random, Strategy::Hyperband}) {
    TuningPlan one = plan(strategy, kWide);
    const std::vector<Trial> trials = trials_of(one, 12);
    const std::vector<Trial> again = trials_of(one, 12);
    for (size_t i = 0; i < 12; ++i) EXPECT_EQ(trials[i].values, again[i].values) << name(strategy);
    one.seed = 8;
    EXPECT_NE(trials_of(one, 1)[0].values, trials[0].values) << name(strategy);
  }
}

TEST(Strategy, AFiniteSpaceIsTriedWholeAndNothingTwice) {
  for (const Strategy strategy : {Strategy::Bayesian, Strategy::Random, Strategy::Hyperband}) {
    const std::vector<Trial> trials = trials_of(plan(strategy, kSmall), 100);
    EXPECT_EQ(trials.size(), 6U) << name(strategy);
    EXPECT_EQ(distinct(trials).size(), 6U) << name(strategy);
  }
}

TEST(Strategy, ASpaceThatIsNearlyUsedUpIsStillDrawnFrom) {
  const TuningPlan many = plan(Strategy::Random, {{{"n", 1, 700, Scaling::Logarithmic, true}}, {}});
  EXPECT_EQ(distinct(trials_of(many, 1000)).size(), 700U);
}

TEST(Strategy, RandomFillsTheSpaceEvenlyOnItsScale) {
  int small = 0;
  int adam = 0;
  constexpr size_t kTrials = 400;
  for (const Trial& trial : trials_of(plan(Strategy::Random, kWide), kTrials)) {
    // 1e-3 is half of the way from 1e-5 to 1e-1.
    small += read_number<double>(trial.values.at("rate")).value() < 1e-3 ? 1 : 0;
    adam += trial.values.at("optimizer") == "adam" ? 1 : 0;
  }
  EXPECT_NEAR(small, 200, 40);
  EXPECT_NEAR(adam, 200, 40);
}

}  // namespace
}  // namespace sempurna
