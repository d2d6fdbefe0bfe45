#include "tuning/trial_metric.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

JobRecord ended(JobState state, const Json& facts = {}, std::vector<LogMetric> metrics = {}) {
  JobRecord job;
  job.name = "job";
  job.facts = facts;
  job.metrics = std::move(metrics);
  job.changes = {{state, Time{}, ""}};
  return job;
}

const TuningObjective kOwn{.metric = "validation:accuracy", .figure = "val_accuracy", .regex = ""};
const TuningObjective kSaid{.metric = "acc", .figure = "", .regex = "acc=([0-9.]+)"};

TEST(TrialMetric, OwnFiguresAreKnownByTheirNames) {
  EXPECT_EQ(figure_of_metric("validation:accuracy"), "val_accuracy");
  EXPECT_EQ(figure_of_metric("sempurna:val-accuracy"), "val_accuracy");
  EXPECT_EQ(figure_of_metric("val_loss"), "val_loss");
  EXPECT_EQ(figure_of_metric("validation:macro_f1"), "val_macro_f1");
  EXPECT_EQ(figure_of_metric("train:loss"), "loss");
  EXPECT_EQ(figure_of_metric("accuracy"), "accuracy");
  for (const char* unknown : {"", "validation:", "validation:acc", "train:macro_f1",
                              "loss accuracy", "Validation:accuracy", "objective"}) {
    EXPECT_FALSE(figure_of_metric(unknown)) << unknown;
  }
}

TEST(TrialMetric, EachEpochIsReadOnceAndTheLastWordCounts) {
  const TemporaryFolder root;
  const JobFolder job{root.path()};
  TrialMetric metric(kOwn, job);
  EXPECT_TRUE(metric.by_epoch().empty());
  std::string said = R"({"event": "start"}
{"event": "epoch", "epoch": 1, "val_accuracy": 0.5}
{"event": "epoch", "epoch": 2, "val_accuracy": 0.6}
)";
  write_file_atomic(job.progress(), said);
  EXPECT_EQ(metric.by_epoch(), (std::vector{0.5, 0.6}));
  // A run that was killed says an epoch again, and has none without a value.
  said += R"({"event": "epoch", "epoch": 2, "val_accuracy": 0.7}
{"event": "epoch", "epoch": 3, "val_accuracy": null}
{"event": "epoch", "epoch": 4, "val_accuracy": 0.9}
)";
  write_file_atomic(job.progress(), said);
  EXPECT_EQ(metric.by_epoch(), (std::vector{0.5, 0.7}));
}

TEST(TrialMetric, AnotherIsReadFromWhatIsSaid) {
  const TemporaryFolder root;
  const JobFolder job{root.path()};
  write_file_atomic(job.progress(), R"({"event": "epoch", "epoch": 1, "message": "acc=0.25"}
{"event": "epoch", "epoch": 2, "message": "acc=0.75"}
)");
  EXPECT_EQ(TrialMetric(kSaid, job).by_epoch(), (std::vector{0.25, 0.75}));
}

TEST(TrialMetric, TheFinalOneIsThatOfTheModel) {
  const Json facts = parse_json(
      R"({"best_epoch": 1, "history": [{"epoch": 1, "val_accuracy": 0.9},
          {"epoch": 2, "val_accuracy": 0.8}]})",
      "facts");
  EXPECT_EQ(final_objective(kOwn, ended(JobState::Completed, facts), {0.9, 0.8}), 0.9);
  EXPECT_EQ(final_objective(kOwn, ended(JobState::Stopped), {0.9, 0.8}), 0.8);
  EXPECT_FALSE(final_objective(kOwn, ended(JobState::Stopped), {}));
  EXPECT_FALSE(final_objective(kOwn, ended(JobState::Failed), {0.9}));
  EXPECT_EQ(
      final_objective(kSaid, ended(JobState::Completed, facts, {{"acc", 0.4, Time{}}}), {0.3}),
      0.4);
}

}  // namespace
}  // namespace sempurna
