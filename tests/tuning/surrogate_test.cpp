#include "tuning/surrogate.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sempurna {
namespace {

TuningPlan line() {
  TuningPlan plan;
  plan.ranges = {{{"x", 0, 1, Scaling::Linear}}, {}};
  return plan;
}

Values at(double x) {
  return {{"x", fmt::format("{}", x)}};
}

Trial ended(double x, double objective) {
  return {at(x), TrialState::Succeeded, objective};
}

/// A bump at 0.3.
std::vector<Trial> bump() {
  std::vector<Trial> trials;
  for (const double x : {0.0, 0.15, 0.3, 0.5, 0.7, 1.0}) {
    trials.push_back(ended(x, std::exp(-10 * (x - 0.3) * (x - 0.3))));
  }
  return trials;
}

TEST(Surrogate, RanksWhatWasSeen) {
  const Surrogate surrogate = Surrogate::of(line(), bump(), {}).value();
  EXPECT_NEAR(surrogate.seen().front()[0], 0.3, 1e-9);
  EXPECT_NEAR(surrogate.seen().back()[0], 1, 1e-9);
  EXPECT_EQ(surrogate.best(), surrogate.at({0.3}).mean);
  EXPECT_GT(surrogate.at({0.35}).mean, surrogate.at({0.9}).mean);

  TuningPlan minimizes = line();
  minimizes.maximizes = false;
  EXPECT_NEAR(Surrogate::of(minimizes, bump(), {})->seen().front()[0], 1, 1e-9);
}

TEST(Surrogate, WhatIsAtWorkTakesTheDoubtAndLeavesTheMean) {
  std::vector<Trial> trials = bump();
  const Surrogate before = Surrogate::of(line(), trials, {}).value();
  trials.push_back({at(0.85), TrialState::AtWork});
  const Surrogate after = Surrogate::of(line(), trials, {}).value();
  EXPECT_LT(after.at({0.85}).deviation, before.at({0.85}).deviation / 2);
  EXPECT_NEAR(after.at({0.85}).mean, before.at({0.85}).mean, 0.02);
  EXPECT_NEAR(after.at({0.3}).mean, before.at({0.3}).mean, 0.02);
}

TEST(Surrogate, WhatFailedIsBadWhereItIsAndNowhereElse) {
  std::vector<Trial> trials = bump();
  const Surrogate before = Surrogate::of(line(), trials, {}).value();
  trials.push_back({at(0.4), TrialState::Failed});
  // Nor is a loss that is no number.
  trials.push_back(ended(0.41, NAN));
  const Surrogate after = Surrogate::of(line(), trials, {}).value();
  EXPECT_LT(after.at({0.4}).mean, before.at({0.4}).mean - 0.5);
  EXPECT_NEAR(after.at({0.0}).mean, before.at({0.0}).mean, 0.2);
  EXPECT_NEAR(after.at({1.0}).mean, before.at({1.0}).mean, 0.2);
}

TEST(Surrogate, ParentsTeachWhereThereIsNothingElse) {
  const Surrogate surrogate = Surrogate::of(line(), {}, bump()).value();
  EXPECT_GT(surrogate.at({0.3}).mean, surrogate.at({0.9}).mean + 0.5);
  // What this tuning has seen itself counts for more.
  std::vector<Trial> others;
  for (const double x : {0.05, 0.25, 0.45, 0.65, 0.85}) others.push_back(ended(x, x));
  const Surrogate both = Surrogate::of(line(), others, bump()).value();
  EXPECT_GT(both.at({0.85}).mean, both.at({0.25}).mean);
}

TEST(Surrogate, ParentsOfOtherRangesAreOfUseAsFarAsTheyGo) {
  std::vector<Trial> parents = bump();
  parents.push_back(ended(1.5, 2));
  parents.push_back({{{"y", "1"}}, TrialState::Succeeded, 7.0});
  const Surrogate surrogate = Surrogate::of(line(), {}, parents).value();
  for (const Place& place : surrogate.seen()) EXPECT_LE(place[0], 1);
  EXPECT_EQ(surrogate.seen().size(), 7U);
  EXPECT_EQ(count_of_learned(line().ranges, parents), 7U);
}

TEST(Surrogate, NeedsTwo) {
  EXPECT_FALSE(Surrogate::of(line(), {}, {}));
  EXPECT_FALSE(Surrogate::of(line(), {ended(0.1, 1), {at(0.2), TrialState::Failed}}, {}));
  EXPECT_TRUE(Surrogate::of(line(), {ended(0.1, 1), ended(0.2, 1)}, {}));
}

TEST(Surrogate, OfThousandsTheBestOfTheParentsAreKept) {
  std::vector<Trial> parents;
  for (int i = 0; i < 1500; ++i) parents.push_back(ended(i / 1500.0, i));
  const Surrogate surrogate = Surrogate::of(line(), {}, parents).value();
  EXPECT_EQ(surrogate.seen().size(), 1000U);
  EXPECT_NEAR(surrogate.seen().back()[0], 500 / 1500.0, 0.01);
}

}  // namespace
}  // namespace sempurna
