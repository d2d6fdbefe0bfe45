#include "tuning/completion.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

using enum TuningState;

/// Trials that ended one after the other with these objectives; without one it failed.
std::vector<TrialRecord> ended(std::initializer_list<std::optional<double>> objectives) {
  std::vector<TrialRecord> all;
  for (const auto& objective : objectives) {
    const auto number = std::ssize(all) + 1;
    TrialRecord trial{.number = number,
                      .name = "t-" + std::to_string(number),
                      .status = objective ? "Completed" : "Failed",
                      .message = objective ? "" : "its data are damaged",
                      .ended = Time(std::chrono::milliseconds(number))};
    trial.trial.objective = objective;
    trial.trial.state = objective ? TrialState::Succeeded : TrialState::Failed;
    all.push_back(trial);
  }
  return all;
}

TrialRecord at_work() {
  return {.number = 99, .name = "at-work"};
}

TuningOrder order_of(const TuningLimits& limits, bool maximizes = true) {
  TuningOrder order{.limits = limits};
  order.plan.maximizes = maximizes;
  order.objective.metric = "validation:accuracy";
  return order;
}

TEST(Completion, TheBestIsTheFirstOfThoseWithTheBestObjective) {
  auto trials = ended({0.5, std::nullopt, 0.9, 0.9, 0.1});
  trials.push_back(at_work());
  EXPECT_EQ(best_of(true, trials)->number, 3);
  EXPECT_EQ(best_of(false, trials)->number, 5);
  EXPECT_EQ(best_of(true, ended({std::nullopt})), nullptr);
}

TEST(Completion, LessThanAHundredthIsNoImprovement) {
  EXPECT_EQ(not_improving(true, {}), 0);
  EXPECT_EQ(not_improving(true, ended({0.5})), 0);
  EXPECT_EQ(not_improving(true, ended({0.5, 0.504, 0.49})), 2);
  EXPECT_EQ(not_improving(true, ended({0.5, 0.506})), 0);
  EXPECT_EQ(not_improving(true, ended({0.5, 0.4, std::nullopt, 0.6, 0.6})), 1);
  EXPECT_EQ(not_improving(false, ended({0.5, 0.496})), 1);
  EXPECT_EQ(not_improving(false, ended({0.5, 0.49})), 0);
  // Below zero a hundredth is one of the distance from it.
  EXPECT_EQ(not_improving(true, ended({-1.0, -0.999})), 1);
  EXPECT_EQ(not_improving(true, ended({-1.0, -0.98})), 0);
  EXPECT_EQ(not_improving(true, ended({0.0, 0.0})), 1);
}

TEST(Completion, WhatCountsIsWhenTheyEnded) {
  auto trials = ended({0.9, 0.5});
  trials[0].ended = Time(std::chrono::milliseconds(3));
  EXPECT_EQ(not_improving(true, trials), 0);
}

TEST(Completion, ALimitEndsIt) {
  EXPECT_FALSE(end_of(order_of({.target = 0.8}), ended({0.79}), 0));
  EXPECT_EQ(end_of(order_of({.target = 0.8}), ended({0.8}), 0)->state, Completed);
  EXPECT_EQ(end_of(order_of({.target = 0.2}, false), ended({0.1}), 0)->state, Completed);
  EXPECT_FALSE(end_of(order_of({.seconds = 120}), {}, 119.9));
  EXPECT_EQ(end_of(order_of({.seconds = 120}), {}, 120)->state, Completed);
  EXPECT_FALSE(end_of(order_of({.not_improving = 3}), ended({0.5, 0.4, 0.4}), 0));
  EXPECT_EQ(end_of(order_of({.not_improving = 3}), ended({0.5, 0.4, 0.4, 0.4}), 0)->state,
            Completed);
  EXPECT_FALSE(end_of(order_of({}), ended({0.5, 0.4, 0.4, 0.4}), 1e9));
}

TEST(Completion, ItHasConvergedWhenHalfOfItsTrialsAndTenBroughtNothing) {
  const TuningOrder order = order_of({.until_converged = true});
  const auto end_with = [&](int more) {
    auto trials = ended({0.9});
    for (int k = 0; k < more; ++k) {
      trials.push_back(trials.front());
      trials.back().trial.objective = 0.5;
      trials.back().ended = Time(std::chrono::milliseconds(10 + k));
    }
    return end_of(order, trials, 0);
  };
  EXPECT_FALSE(end_with(9));
  ASSERT_TRUE(end_with(10));
  EXPECT_TRUE(end_with(10)->has_converged);
  EXPECT_EQ(end_with(10)->state, Completed);
}

TEST(Completion, NothingComesOfItWhereTheFirstAllFail) {
  const TuningOrder order = order_of({.trials = 10});
  EXPECT_FALSE(end_of(order, ended({std::nullopt, std::nullopt}), 0));
  EXPECT_FALSE(end_of(order, ended({0.1, std::nullopt, std::nullopt, std::nullopt}), 0));
  const auto end = end_of(order, ended({std::nullopt, std::nullopt, std::nullopt}), 0);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->state, Failed);
  EXPECT_EQ(end->message, "All training jobs failed. The first, t-1: its data are damaged");
  // One that has no more than two.
  EXPECT_EQ(end_of(order_of({.trials = 2}), ended({std::nullopt, std::nullopt}), 0)->state, Failed);
}

TEST(Completion, WhatWasStoppedByHandTellsNothing) {
  auto trials = ended({std::nullopt, std::nullopt, std::nullopt});
  for (TrialRecord& trial : trials) trial.status = "Stopped";
  EXPECT_FALSE(end_of(order_of({.trials = 10}), trials, 0));
}

TEST(Completion, WithoutAMetricThatIsTheReason) {
  auto trials = ended({std::nullopt, std::nullopt, std::nullopt});
  for (TrialRecord& trial : trials) trial.status = "Completed";
  EXPECT_EQ(end_of(order_of({.trials = 10}), trials, 0)->message,
            "No objective metrics found after running 3 training jobs. Please ensure that the "
            "metric validation:accuracy is emitted as defined by the regular expression provided.");
}

TEST(Completion, OfALosingTrialNothingCountsAfterTheEpochThatTold) {
  auto trials = ended({0.9, 0.8});
  trials[0].trial.by_epoch = {0.3, 0.2, 0.9};
  trials[0].lost_after = 2;
  trials[1].trial.by_epoch = {0.8};
  const auto seen = judged(true, trials);
  EXPECT_EQ(seen[0].by_epoch, (std::vector{0.3, 0.2}));
  EXPECT_EQ(seen[0].objective, 0.3);
  EXPECT_EQ(seen[0].state, TrialState::Succeeded);
  EXPECT_EQ(judged(false, trials)[0].objective, 0.2);
  EXPECT_EQ(seen[1].objective, 0.8);
}

}  // namespace
}  // namespace sempurna
