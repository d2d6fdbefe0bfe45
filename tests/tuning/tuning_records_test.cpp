#include "tuning/tuning_records.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

Time at(int64_t milliseconds) {
  return Time(std::chrono::milliseconds(milliseconds));
}

TuningRecord record() {
  TuningRecord one{.name = "Tune", .asked = {{"a", 1}}, .created = at(5), .changed = at(6)};
  TuningOrder& order = one.order;
  order.plan = {.strategy = Strategy::Hyperband,
                .ranges = {.numbers = {{"lr", 1e-6, 0.5, Scaling::Logarithmic, false},
                                       {"batch_size", -3, 8, Scaling::Linear, true}},
                           .categories = {{"optimizer", {"adam", "sgd"}}}},
                .maximizes = false,
                .seed = 2147483647,
                .stops_early = true,
                .min_resource = 2,
                .max_resource = 81};
  order.objective = {"m", "val_loss", "x=(.*)"};
  order.limits = {.at_once = 3,
                  .trials = 9,
                  .seconds = 120,
                  .target = -0.25,
                  .not_improving = 4,
                  .until_converged = true};
  order.model = "card";
  order.epochs = 5;
  order.trial.model = "card";
  order.trial.hyperparameters = {{"epochs", "2"}};
  order.trial.owner = "ana";
  order.asked = {{"RoleArn", "role"}};
  order.parents = {{.values = {{"lr", "0.1"}},
                    .state = TrialState::Succeeded,
                    .objective = 0.5,
                    .by_epoch = {0.1, 0.5},
                    .epochs = 2}};
  return one;
}

TEST(TuningRecords, WhatWasAskedForOutlivesTheServer) {
  const TemporaryFolder root;
  TuningRecords(root.path()).add(record());
  const TuningRecord known = TuningRecords(root.path()).find("tune").value();
  EXPECT_EQ(known.name, "Tune");
  EXPECT_EQ(known.asked, record().asked);
  EXPECT_EQ(to_json(known.order), to_json(record().order));
  EXPECT_EQ(known.order.parents.front().state, TrialState::Succeeded);
  EXPECT_EQ(known.state, TuningState::InProgress);
  EXPECT_EQ(known.created, at(5));
  EXPECT_FALSE(known.ends_as || known.ended || known.converged);
}

TEST(TuningRecords, AnEmptyLimitStaysEmpty) {
  const TemporaryFolder root;
  TuningRecord plain = record();
  plain.order.limits = {.at_once = 1};
  TuningRecords records(root.path());
  records.add(plain);
  EXPECT_FALSE(records.find("Tune")->order.limits.target);
  EXPECT_EQ(records.find("Tune")->order.limits.trials, 0);
}

TEST(TuningRecords, ChangesAreKept) {
  const TemporaryFolder root;
  TuningRecords records(root.path());
  expect_error(Code::NotFound, "there is no tuning job Tune", [&] { records.change(record()); });
  TuningRecord one = record();
  records.add(one);
  expect_error(Code::AlreadyExists, "there is a tuning job", [&] { records.add(one); });
  one.state = TuningState::Stopping;
  one.ends_as = TuningState::Stopped;
  one.message = "why";
  one.changed = at(7);
  one.ended = at(8);
  one.milliseconds = 9;
  one.converged = at(10);
  records.change(one);
  const TuningRecord known = records.find("TUNE").value();
  EXPECT_EQ(known.state, TuningState::Stopping);
  EXPECT_EQ(known.ends_as, TuningState::Stopped);
  EXPECT_EQ(known.message, "why");
  EXPECT_EQ(known.changed, at(7));
  EXPECT_EQ(known.ended, at(8));
  EXPECT_EQ(known.milliseconds, 9);
  EXPECT_EQ(known.converged, at(10));
  EXPECT_EQ(records.list().size(), 1u);
}

TEST(TuningRecords, TrialsComeByTheirNumberAndGoWithTheirJob) {
  const TemporaryFolder root;
  TuningRecords records(root.path());
  records.add(record());
  TrialRecord trial{.number = 2, .name = "Tune-002-x", .created = at(1)};
  trial.trial.values = {{"lr", "0.125"}};
  trial.trial.epochs = 3;
  records.put_trial("Tune", trial);
  records.put_trial("Tune", {.number = 1, .name = "Tune-001-x"});
  records.put_trial("Tune", {.number = 3, .name = "Tune-003-x"});
  records.forget_trial("Tune", 3);
  trial.is_accepted = true;
  trial.judged = 2;
  trial.lost_after = 1;
  trial.status = "Stopped";
  trial.message = "why";
  trial.began = at(2);
  trial.ended = at(3);
  trial.trial.objective = 0.5;
  trial.trial.by_epoch = {0.25, 0.5};
  records.put_trial("tune", trial);
  const auto all = records.trials("TUNE");
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].name, "Tune-001-x");
  EXPECT_EQ(all[0].trial.state, TrialState::AtWork);
  EXPECT_FALSE(all[0].is_accepted);
  const TrialRecord& known = all[1];
  EXPECT_TRUE(known.is_accepted);
  EXPECT_EQ(known.judged, 2);
  EXPECT_EQ(known.lost_after, 1);
  EXPECT_EQ(known.status, "Stopped");
  EXPECT_EQ(known.message, "why");
  EXPECT_EQ(known.began, at(2));
  EXPECT_EQ(known.ended, at(3));
  EXPECT_EQ(known.trial.values, trial.trial.values);
  EXPECT_EQ(known.trial.by_epoch, trial.trial.by_epoch);
  EXPECT_EQ(known.trial.objective, 0.5);
  EXPECT_EQ(known.trial.epochs, 3);
  EXPECT_EQ(known.trial.state, TrialState::Succeeded);
  records.remove("tune");
  EXPECT_TRUE(records.trials("Tune").empty());
}

TEST(TuningRecords, ADamagedRowCostsWhatItIsOfAlone) {
  const TemporaryFolder root;
  TuningRecords records(root.path());
  records.add(record());
  TuningRecord other = record();
  other.name = "Other";
  other.state = TuningState::Failed;
  records.add(other);
  for (const int64_t number : {1, 2}) {
    records.put_trial("Tune", {.number = number, .name = "a trial", .created = at(3)});
  }
  Database database(root.path() / "tuning.sqlite", {"", ""});
  database.execute("UPDATE trial SET trial='[' WHERE number=1");
  database.execute("UPDATE tuning_job SET asked='[' WHERE name='Tune'");
  const auto trials = records.trials("Tune");
  ASSERT_EQ(trials.size(), 2u);
  EXPECT_EQ(trials[0].status, "Failed");
  EXPECT_EQ(trials[0].message, "the record of the trial is damaged");
  EXPECT_EQ(trials[0].ended, at(3));
  EXPECT_EQ(trials[0].trial.state, TrialState::Failed);
  EXPECT_EQ(trials[1].status, "InProgress");
  ASSERT_EQ(records.list().size(), 1u);
  EXPECT_EQ(records.list()[0].name, "Other");
  // What it was asked for is not looked at.
  const auto summaries = records.summaries();
  ASSERT_EQ(summaries.size(), 2u);
  EXPECT_EQ(summaries[0].name, "Other");
  EXPECT_EQ(summaries[0].state, TuningState::Failed);
  EXPECT_EQ(summaries[1].created, at(5));
  EXPECT_EQ(summaries[1].changed, at(6));
}

TEST(TuningOrder, ATrialIsAskedForWithItsValues) {
  TuningOrder order = record().order;
  order.objective.metric = "validation:loss";
  order.asked = {{"HyperParameters", {{"epochs", "2"}}}};
  const TrialRequest trial = trial_request(order, "Tune-001-x", {{"lr", "0.1"}});
  EXPECT_EQ(trial.request.name, "Tune-001-x");
  EXPECT_EQ(trial.request.hyperparameters, (Values{{"epochs", "2"}, {"lr", "0.1"}}));
  EXPECT_EQ(trial.asked, parse_json(R"({"HyperParameters": {"epochs": "2", "lr": "0.1",
      "_tuning_objective_metric": "validation:loss"}})",
                                    "expected"));
  EXPECT_EQ(epochs_of(order, {}), 2);
  EXPECT_EQ(epochs_of(order, {{"epochs", "\"7\""}}), 7);
  order.trial.hyperparameters.clear();
  EXPECT_EQ(epochs_of(order, {}), 5);
  order.epochs = 0;
  EXPECT_EQ(epochs_of(order, {}), 0);
}

}  // namespace
}  // namespace sempurna
