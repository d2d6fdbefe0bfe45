#include "jobs/estimate.h"

#include <gtest/gtest.h>

#include "report/run_record.h"

namespace sempurna {
namespace {

Card text_card() {
  Card card;
  card.task = Task::TextClassification;
  card.parameters = 1'000'000;
  return card;
}

Hyperparameters whole(int64_t epochs = 4) {
  Hyperparameters h;
  h.epochs = epochs;
  h.train_only_top_layer = false;
  return h;
}

/// Of 800 examples and 200 held out in 4 epochs, in 101.5 seconds.
EarlierRun run_of(const Hyperparameters& h) {
  return {.hyperparameters = h,
          .epochs = h.epochs,
          .parts = {800, 200, 0},
          .threads = 2,
          .seconds = 101.5,
          .memory_bytes = 1'000'000'000,
          .disk_bytes = 50'000'000};
}

TEST(JobEstimate, TellsNoTimeBeforeTheFirstJobOfItsCard) {
  const JobEstimate estimate = estimate_job(text_card(), whole(), {1000, 0, 50}, {}, 2);
  EXPECT_EQ(estimate.runs, 0);
  EXPECT_FALSE(estimate.seconds);
  // Value, gradient and two slots of each parameter, beside the worker itself.
  EXPECT_EQ(estimate.memory_bytes, 250'000'000U + 16'000'000U);
  // Two checkpoints with their slots, the best epoch, the model and its archive.
  EXPECT_EQ(estimate.disk_bytes, 9U * 4'000'000U);
  EXPECT_EQ(estimate.parts.training, 800);
  EXPECT_EQ(estimate.parts.validation, 200);
  EXPECT_EQ(estimate.parts.test, 50);
  EXPECT_EQ(estimate.steps, 4 * 25);
}

TEST(JobEstimate, TakesAsLongAsAnEarlierJobOfTheSameSize) {
  const JobEstimate estimate =
      estimate_job(text_card(), whole(), {1000, 0, 0}, {run_of(whole())}, 2);
  EXPECT_EQ(estimate.runs, 1);
  ASSERT_TRUE(estimate.seconds);
  EXPECT_NEAR(estimate.seconds->first, 0.6 * 101.5, 0.01);
  EXPECT_NEAR(estimate.seconds->second, 1.7 * 101.5, 0.01);
  EXPECT_NEAR(static_cast<double>(estimate.memory_bytes), 1.1e9, 1e6);
  EXPECT_EQ(estimate.disk_bytes, 50'000'000U);
}

TEST(JobEstimate, TakesAsLongAsAnEarlierJobThatHardlyTookLongerThanItsStart) {
  EarlierRun brief = run_of(whole());
  brief.seconds = 0.8;
  const JobEstimate estimate = estimate_job(text_card(), whole(), {1000, 0, 0}, {brief}, 2);
  ASSERT_TRUE(estimate.seconds);
  EXPECT_NEAR(estimate.seconds->second, 1.7 * 0.8, 0.001);
}

TEST(JobEstimate, GrowsWithExamplesEpochsAndBatch) {
  const std::vector<EarlierRun> runs = {run_of(whole())};
  const auto middle = [&](const Hyperparameters& h, const PartSizes& parts) {
    return estimate_job(text_card(), h, parts, runs, 2).seconds->second / 1.7 - 1.5;
  };
  EXPECT_NEAR(middle(whole(), {2000, 0, 0}), 200, 0.1);
  EXPECT_NEAR(middle(whole(8), {1000, 0, 0}), 100 * (8 * 800 + 3 * 200) / (4 * 800 + 1000 / 3.),
              0.1);
  Hyperparameters larger = whole();
  larger.batch_size = 64;
  EXPECT_GT(estimate_job(text_card(), larger, {1000, 0, 0}, runs, 2).memory_bytes, 1'800'000'000U);
}

TEST(JobEstimate, IsToldByJobsThatWereDoneInTheSameWay) {
  Hyperparameters head = whole();
  head.train_only_top_layer = true;
  Hyperparameters longer = whole();
  longer.max_length = 512;
  EarlierRun elsewhere = run_of(whole());
  elsewhere.threads = 16;
  const std::vector<EarlierRun> others = {run_of(head), run_of(longer), elsewhere};
  EXPECT_EQ(estimate_job(text_card(), whole(), {1000, 0, 0}, others, 2).runs, 0);
  EXPECT_EQ(estimate_job(text_card(), head, {1000, 0, 0}, others, 2).runs, 1);
  EXPECT_EQ(estimate_job(text_card(), whole(), {1000, 0, 0}, others, 0).runs, 1);
}

TEST(JobEstimate, AGivenValidationChannelIsNotHeldOut) {
  const JobEstimate estimate = estimate_job(text_card(), whole(), {1000, 300, 0}, {}, 2);
  EXPECT_EQ(estimate.parts.training, 1000);
  EXPECT_EQ(estimate.parts.validation, 300);
}

TEST(EarlierRun, IsReadFromWhatAJobLeaves) {
  RunResult result;
  result.record.hyperparameters = {{"epochs", "4"}, {"batch_size", "16"}};
  result.record.data = {
      .sha256 = "", .labels = {"a", "b"}, .training = {5, 7}, .validation = {1, 2}, .test = {}};
  result.record.history = {{1, {}}, {2, {}}};
  result.record.threads = 2;
  result.forecast = {1, 2, 3, 4};
  result.actual = {.minutes = 1.5, .training_minutes = 1, .memory_bytes = 77};
  const auto run = earlier_run(Task::TextClassification, to_json(result));
  ASSERT_TRUE(run);
  EXPECT_EQ(run->epochs, 2);  // that it went through, not that it was to
  EXPECT_EQ(run->hyperparameters.batch_size, 16);
  EXPECT_EQ(run->parts.training, 12);
  EXPECT_EQ(run->parts.validation, 3);
  EXPECT_EQ(run->seconds, 90);
  EXPECT_EQ(run->memory_bytes, 77U);
  EXPECT_EQ(run->disk_bytes, 4U);
  EXPECT_FALSE(earlier_run(Task::TextClassification, Json::object()));
  EXPECT_FALSE(earlier_run(Task::TextClassification, {{"threads", "many"}}));
}

}  // namespace
}  // namespace sempurna
