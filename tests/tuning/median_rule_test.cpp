#include "tuning/median_rule.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sempurna {
namespace {

Trial with(std::vector<double> by_epoch, TrialState state = TrialState::Succeeded) {
  return {{}, state, std::nullopt, std::move(by_epoch)};
}

TuningPlan plan(bool maximizes) {
  TuningPlan plan;
  plan.maximizes = maximizes;
  plan.stops_early = true;
  return plan;
}

// Means of the first two epochs: 0.5, 0.6 and 0.7. That of all epochs of the last is 0.4.
const std::vector<Trial> kOthers = {with({0.4, 0.6, 0.9}), with({0.5, 0.7}),
                                    with({0.6, 0.8, -0.2})};

TEST(MedianRule, ComparesTheLastEpochWithTheMedianOfMeansUpToIt) {
  EXPECT_TRUE(is_losing(plan(true), with({0.9, 0.59}, TrialState::AtWork), kOthers));
  EXPECT_FALSE(is_losing(plan(true), with({0.1, 0.61}, TrialState::AtWork), kOthers));
  EXPECT_FALSE(is_losing(plan(false), with({0.9, 0.59}, TrialState::AtWork), kOthers));
  EXPECT_TRUE(is_losing(plan(false), with({0.1, 0.61}, TrialState::AtWork), kOthers));
}

TEST(MedianRule, AnEvenNumberHasTheMeanOfTheMiddleTwo) {
  // After three epochs only two are left: means 0.6333 and 0.4, median 0.51667.
  EXPECT_TRUE(is_losing(plan(true), with({1, 1, 0.516}), kOthers));
  EXPECT_FALSE(is_losing(plan(true), with({1, 1, 0.517}), kOthers));
}

TEST(MedianRule, WhatIsAsGoodGoesOn) {
  EXPECT_FALSE(is_losing(plan(true), with({0.5}), {with({0.5})}));
}

TEST(MedianRule, NothingToCompareWithEndsNothing) {
  EXPECT_FALSE(is_losing(plan(true), with({}), kOthers));
  EXPECT_FALSE(is_losing(plan(true), with({0, 0, 0, 0}), kOthers));
  EXPECT_FALSE(is_losing(plan(true), with({0}), {with({1}, TrialState::Failed)}));
  TuningPlan off = plan(true);
  off.stops_early = false;
  EXPECT_FALSE(is_losing(off, with({0}), kOthers));
}

TEST(MedianRule, WhatDivergedLoses) {
  EXPECT_TRUE(is_losing(plan(false), with({NAN}), kOthers));
  EXPECT_FALSE(is_losing(plan(false), with({5}), {with({NAN})}));
}

}  // namespace
}  // namespace sempurna
