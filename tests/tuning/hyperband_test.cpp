#include "tuning/hyperband.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tuning/functions.h"

namespace sempurna {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TuningPlan plan(int64_t min_resource, int64_t max_resource) {
  TuningPlan plan;
  plan.strategy = Strategy::Hyperband;
  plan.min_resource = min_resource;
  plan.max_resource = max_resource;
  return plan;
}

/// Values of a trial in that bracket.
Values in_bracket(const TuningPlan& plan, int bracket) {
  for (int i = 0;; ++i) {
    Values values{{"rate", std::to_string(i)}};
    if (bracket_of(plan, values) == bracket) return values;
  }
}

Trial with(std::vector<double> by_epoch, Values values = {}) {
  return {std::move(values), TrialState::AtWork, std::nullopt, std::move(by_epoch)};
}

TEST(Hyperband, RungsAreThirdsOfMaxResource) {
  EXPECT_THAT(rungs_of(plan(1, 81), 4), ElementsAre(1, 3, 9, 27));
  EXPECT_THAT(rungs_of(plan(1, 81), 2), ElementsAre(9, 27));
  EXPECT_THAT(rungs_of(plan(1, 81), 0), IsEmpty());
  EXPECT_THAT(rungs_of(plan(1, 10), 2), ElementsAre(1, 3));
  EXPECT_THAT(rungs_of(plan(2, 10), 1), ElementsAre(3));
  EXPECT_THAT(rungs_of(plan(2, 10), 5), ElementsAre(3));
  EXPECT_THAT(rungs_of(plan(5, 10), 1), IsEmpty());
}

// Table 1 of Li et al. 2017: MaxResource 81 and eta 3 start 81, 34, 15, 8 and 5 trials.
TEST(Hyperband, BracketsAreDrawnInTheirProportion) {
  const TuningPlan wide = plan(1, 81);
  std::map<int, int> count;
  constexpr int kTrials = 14300;
  for (int i = 0; i < kTrials; ++i) ++count[bracket_of(wide, {{"rate", std::to_string(i)}})];
  EXPECT_EQ(count.size(), 5U);
  EXPECT_NEAR(count[4], 8100, 200);
  EXPECT_NEAR(count[3], 3400, 180);
  EXPECT_NEAR(count[2], 1500, 120);
  EXPECT_NEAR(count[1], 800, 100);
  EXPECT_NEAR(count[0], 500, 80);
}

TEST(Hyperband, OneInThreeGoesOnFromARung) {
  const TuningPlan two = plan(1, 9);  // rungs 1 and 3
  const Values values = in_bracket(two, 2);
  const std::vector<Trial> others = {with({0.1}), with({0.2, 0.9}), with({0.3}), with({0.4}),
                                     with({0.5, 0.1})};
  EXPECT_FALSE(is_losing(two, with({0.6}, values), others));
  EXPECT_FALSE(is_losing(two, with({0.45}, values), others));  // the second of six
  EXPECT_TRUE(is_losing(two, with({0.35}, values), others));   // the third
  // Between rungs the last one counts, and what came of it since then does not.
  EXPECT_TRUE(is_losing(two, with({0.35, 0.99}, values), others));
  EXPECT_FALSE(is_losing(two, with({0.45, 0}, values), others));
}

TEST(Hyperband, TheLastRungCounts) {
  const TuningPlan two = plan(1, 9);
  const Values values = in_bracket(two, 2);
  const std::vector<Trial> others = {with({0.9, 0.9, 0.3}), with({0.9, 0.9, 0.2}), with({1})};
  EXPECT_FALSE(is_losing(two, with({0, 0, 0.4}, values), others));
  EXPECT_TRUE(is_losing(two, with({2, 2, 0.25}, values), others));
  EXPECT_TRUE(is_losing(two, with({2, 2, 0.25, 9}, values), others));
}

TEST(Hyperband, MinimizesToo) {
  TuningPlan two = plan(1, 9);
  two.maximizes = false;
  const Values values = in_bracket(two, 2);
  const std::vector<Trial> others = {with({0.1}), with({0.2})};
  EXPECT_FALSE(is_losing(two, with({0.05}, values), others));
  EXPECT_TRUE(is_losing(two, with({0.15}, values), others));
}

TEST(Hyperband, FewerThanThreeAllGoOn) {
  const TuningPlan two = plan(1, 9);
  const Values values = in_bracket(two, 2);
  Trial failed = with({0.9});
  failed.state = TrialState::Failed;
  EXPECT_FALSE(is_losing(two, with({0}, values), {with({0.9}), failed}));
}

TEST(Hyperband, NoTrialIsEndedBelowItsFirstRung) {
  const std::vector<Trial> others(5, with({1, 1, 1, 1, 1, 1, 1, 1, 1}));
  const TuningPlan late = plan(4, 12);  // a rung at 4 epochs
  const Values values = in_bracket(late, 1);
  EXPECT_FALSE(is_losing(late, with({0, 0, 0}, values), others));
  EXPECT_TRUE(is_losing(late, with({0, 0, 0, 0}, values), others));
  EXPECT_FALSE(is_losing(late, with({0, 0, 0, 0}, in_bracket(late, 0)), others));
  EXPECT_FALSE(is_losing(late, with({}, values), others));
}

// 60 trials of up to 27 epochs, one after the other, whose curves fall towards values of Branin's
// function, each at a pace of its own.
TEST(Hyperband, SparesEpochsAndKeepsTheBest) {
  const KnownFunction function = branin();
  size_t kept = 0;
  for (uint64_t seed = 1; seed <= 5; ++seed) {
    TuningPlan hyperband = plan(1, 27);
    hyperband.ranges = function.ranges;
    hyperband.maximizes = false;
    hyperband.seed = seed;
    std::vector<Trial> trials;
    size_t epochs = 0;
    double best = 1000;
    double best_of_all = 1000;
    while (trials.size() < 60) {
      Trial trial = with({}, next_values(hyperband, trials).value());
      const double end = function.at(trial.values);
      const double pace = 2 + number(trial.values, "x") / 10;
      while (trial.by_epoch.size() < 27 && !is_losing(hyperband, trial, trials)) {
        trial.by_epoch.push_back(
            end + 100 * std::exp(-(static_cast<double>(trial.by_epoch.size()) + 1) / pace));
      }
      trial.state = TrialState::Succeeded;
      epochs += trial.by_epoch.size();
      best_of_all = std::min(best_of_all, end);
      if (trial.by_epoch.size() == 27) best = std::min(best, end);
      trials.push_back(std::move(trial));
    }
    EXPECT_LT(epochs, 60 * 27 / 2) << seed;
    kept += best == best_of_all ? 1 : 0;
  }
  EXPECT_GE(kept, 4U);
}

TEST(Hyperband, MaxResourceEndsWhatWouldGoOn) {
  const TuningPlan two = plan(1, 3);
  Trial best = with({1, 1, 1}, in_bracket(two, 0));
  EXPECT_FALSE(is_losing(two, best, {}));
  best.epochs = 3;
  EXPECT_FALSE(is_losing(two, best, {}));
  best.epochs = 4;
  EXPECT_TRUE(is_losing(two, best, {}));
  best.by_epoch.pop_back();
  EXPECT_FALSE(is_losing(two, best, {}));
}

}  // namespace
}  // namespace sempurna
