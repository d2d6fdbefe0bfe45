#include "train/trainer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <memory>
#include <thread>

#include "base/error.h"
#include "base/process.h"
#include "base/sha256.h"
#include "fakes.h"
#include "support/expect_error.h"
#include "tensor/convert.h"
#include "train/fingerprint.h"
#include "train/stop_signals.h"
#include "train/tasks.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

TrainingPlan plan_for(int64_t epochs, OptimizerKind optimizer = OptimizerKind::Adam) {
  TrainingPlan plan;
  plan.hyperparameters.epochs = epochs;
  plan.hyperparameters.batch_size = 8;
  plan.hyperparameters.optimizer = optimizer;
  plan.hyperparameters.learning_rate = 0.02;
  plan.hyperparameters.augmentation = true;
  plan.loss = training_of(plan.task).loss(plan.hyperparameters, true);
  plan.head_dropout = 0.2;
  return plan;
}

/// One whole run in a folder; leaves result.safetensors and result.json there.
struct TinyRun {
  explicit TinyRun(const fs::path& folder, TrainingPlan plan = plan_for(4))
      : plan(std::move(plan)) {
    make_folders(folder);
    Fingerprint f;
    f.hyperparameters = this->plan.hyperparameters;
    checkpoints.emplace(folder / "checkpoints", f.to_json());
    progress.emplace(folder / "progress.jsonl");
    trainer.emplace(model, training, &validation, this->plan, 3, *checkpoints, *progress);
  }

  TrainingOutcome finish(const fs::path& folder) {
    TrainingOutcome outcome = trainer->run();
    std::vector<TensorView> views;
    for (const auto& p : model.parameters()) views.push_back(to_view(p.name, p.tensor.detach()));
    write_safetensors(folder / "result.safetensors", views);
    write_file_atomic(folder / "result.json", to_pretty(to_json(outcome.history)));
    return outcome;
  }

  TrainingPlan plan;
  TinyModel model{12, 16, 3};
  CloudSource training{65, 12, 3};
  CloudSource validation{30, 12, 3, 0.9};
  std::optional<CheckpointStore> checkpoints;
  std::optional<Progress> progress;
  std::optional<Trainer> trainer;
};

std::string result_hash(const fs::path& folder) {
  return sha256_file(folder / "result.safetensors") + sha256_file(folder / "result.json");
}

TEST(Trainer, LearnsAndRestoresTheBestEpoch) {
  const TemporaryFolder folder;
  TinyRun run(folder.path());
  const TrainingOutcome outcome = run.finish(folder.path());
  ASSERT_EQ(outcome.history.size(), 4u);
  double best = 0;
  for (const auto& record : outcome.history) {
    best = std::max(best, figure(record.figures, "val_accuracy").value());
  }
  EXPECT_GT(best, 0.6);
  const auto& chosen = outcome.history.at(static_cast<size_t>(outcome.best_epoch));
  EXPECT_EQ(figure(chosen.figures, "val_accuracy"), best);
  // The weights in the model are those of that epoch.
  const Predictions again = evaluate(run.model, run.validation, run.plan, 3, 32);
  const Metrics metrics = compute_metrics(again, false);
  EXPECT_EQ(metrics.accuracy, best);
  EXPECT_EQ(metrics.loss, figure(chosen.figures, "val_loss"));
  // Nobody has to ask them again what they answered.
  ASSERT_TRUE(outcome.best_predictions);
  EXPECT_EQ(outcome.best_predictions->probabilities, again.probabilities);
  EXPECT_EQ(outcome.best_predictions->loss, again.loss);
}

TEST(Trainer, AnEarlierProcessesAnswersAreNotKnown) {
  const TemporaryFolder folder;
  const TrainingOutcome whole = TinyRun(folder.path()).finish(folder.path());
  const TrainingOutcome resumed = TinyRun(folder.path()).finish(folder.path());
  EXPECT_EQ(resumed.best_epoch, whole.best_epoch);
  EXPECT_FALSE(resumed.best_predictions);
}

TEST(Trainer, TrainingLossFallsWithEveryOptimizer) {
  for (size_t k = 0; k < names_of(OptimizerKind{}).size(); ++k) {
    const auto optimizer = static_cast<OptimizerKind>(k);
    if (optimizer == OptimizerKind::Lbfgs) continue;  // takes no steps
    const TemporaryFolder folder;
    auto plan = plan_for(6, optimizer);
    // Adadelta finds its own step size; 1 is its paper's rate.
    if (optimizer == OptimizerKind::Adadelta) plan.hyperparameters.learning_rate = 1;
    TinyRun run(folder.path(), plan);
    const auto outcome = run.finish(folder.path());
    EXPECT_LT(figure(outcome.history.back().figures, "loss"),
              figure(outcome.history.front().figures, "loss"))
        << name(optimizer);
  }
}

TEST(Trainer, OnlyTheHeadChangesWhenOnlyTheHeadIsTrained) {
  const TemporaryFolder folder;
  auto plan = plan_for(1);
  plan.head_only = true;
  TinyRun run(folder.path(), plan);
  const Tensor before = run.model.parameters()[0].tensor.detach().clone();
  const Tensor head = run.model.classification_weight().detach().clone();
  run.finish(folder.path());
  EXPECT_TRUE(at::equal(run.model.parameters()[0].tensor.detach(), before));
  EXPECT_FALSE(at::equal(run.model.classification_weight().detach(), head));
}

TEST(Trainer, DivergenceIsASentenceAndKeepsTheCheckpoint) {
  const TemporaryFolder folder;
  auto plan = plan_for(50, OptimizerKind::Sgd);
  plan.hyperparameters.learning_rate = 1;
  plan.loss.l2 = 10;
  TinyRun run(folder.path(), plan);
  try {
    run.finish(folder.path());
    FAIL() << "expected divergence";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_THAT(error.what(), HasSubstr("lower learning_rate, which is 1"));
  }
  for (const auto& parameter : run.model.parameters()) {
    if (parameter.buffer) continue;
    EXPECT_TRUE(at::isfinite(parameter.tensor).all().item<bool>());
  }
}

TEST(Trainer, StopSignalLeavesACheckpointFromWhichTheSameModelComes) {
  const TemporaryFolder whole;
  TinyRun(whole.path()).finish(whole.path());

  const TemporaryFolder folder;
  int stops = 0;
  for (; stops < 100; ++stops) {
    const StopSignals signals;
    TinyRun run(folder.path());
    if (stops == 0) ::raise(SIGTERM);
    // After the first: stop once an epoch.
    run.trainer->on_epoch([](const EpochRecord&) { ::raise(SIGTERM); });
    try {
      run.finish(folder.path());
      break;
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), Code::Cancelled);
      EXPECT_THAT(error.what(), HasSubstr("when it is resumed"));
    }
  }
  EXPECT_GE(stops, 3);
  EXPECT_EQ(result_hash(folder.path()), result_hash(whole.path()));
}

TEST(Trainer, AskedToFinishItsOutcomeIsTheBestOfTheEpochsUntilThen) {
  const TemporaryFolder whole;
  const auto all = TinyRun(whole.path()).finish(whole.path());

  const TemporaryFolder folder;
  {
    const StopSignals signals;
    TinyRun run(folder.path());
    run.trainer->on_epoch([](const EpochRecord& record) {
      if (record.epoch == 2) ::raise(SIGUSR1);
    });
    const TrainingOutcome outcome = run.finish(folder.path());
    EXPECT_TRUE(outcome.ended_early);
    ASSERT_EQ(outcome.history.size(), 2u);
    const auto& chosen = outcome.history.at(static_cast<size_t>(outcome.best_epoch));
    for (const auto& record : outcome.history) {
      EXPECT_LE(figure(record.figures, "val_accuracy"), figure(chosen.figures, "val_accuracy"));
    }
    const Metrics metrics =
        compute_metrics(evaluate(run.model, run.validation, run.plan, 3, 32), false);
    EXPECT_EQ(metrics.loss, figure(chosen.figures, "val_loss"));
  }
  // It can still be gone on with.
  const auto resumed = TinyRun(folder.path()).finish(folder.path());
  EXPECT_FALSE(resumed.ended_early);
  EXPECT_EQ(resumed.history.size(), all.history.size());
  EXPECT_EQ(result_hash(folder.path()), result_hash(whole.path()));
}

TEST(Trainer, AskedToFinishBeforeItsFirstEpochItStops) {
  const TemporaryFolder folder;
  const StopSignals signals;
  TinyRun run(folder.path());
  ::raise(SIGUSR1);
  expect_error(Code::Cancelled, "when it is resumed", [&] { run.finish(folder.path()); });
}

TEST(Trainer, FirstStepsAreHeardOfOnceAndChangeNothing) {
  const TemporaryFolder whole;
  TinyRun(whole.path()).finish(whole.path());
  const TemporaryFolder folder;
  TinyRun run(folder.path());
  FirstSteps steps(std::chrono::steady_clock::now());
  std::vector<Trial> heard;
  run.trainer->on_first_steps(steps, [&](const Trial& trial) { heard.push_back(trial); });
  run.finish(folder.path());
  ASSERT_EQ(heard.size(), 1u);
  EXPECT_GT(heard[0].weight, 0);
  EXPECT_EQ(heard[0].weight % 8, 0);  // whole batches
  EXPECT_EQ(heard[0].heaviest, 8);
  EXPECT_EQ(result_hash(folder.path()), result_hash(whole.path()));
}

TEST(Trainer, EarlyStoppingEndsTheRun) {
  const TemporaryFolder folder;
  auto plan = plan_for(50);
  plan.hyperparameters.early_stopping = true;
  plan.hyperparameters.early_stopping_patience = 2;
  plan.hyperparameters.early_stopping_min_delta = 0.5;
  TinyRun run(folder.path(), plan);
  EXPECT_EQ(run.finish(folder.path()).history.size(), 3u);
}

TEST(Trainer, ResumedRunKnowsTheSecondsBeforeIt) {
  const TemporaryFolder folder;
  const std::chrono::seconds loading(100);
  {
    TinyRun run(folder.path());
    run.trainer->set_began(std::chrono::steady_clock::now() - loading);
    EXPECT_EQ(run.finish(folder.path()).seconds_before, 0);
  }
  TinyRun resumed(folder.path());
  resumed.trainer->set_began(std::chrono::steady_clock::now() - loading);
  EXPECT_GT(resumed.finish(folder.path()).seconds_before, 100);
}

TEST(Trainer, WithoutValidationTheLastEpochIsKept) {
  const TemporaryFolder folder;
  TinyRun run(folder.path());
  Trainer trainer(run.model, run.training, nullptr, run.plan, 3, *run.checkpoints, *run.progress);
  const auto outcome = trainer.run();
  EXPECT_EQ(outcome.best_epoch, 3);
  EXPECT_EQ(figure(outcome.history.back().figures, "val_accuracy"), std::nullopt);
}

// The process that the next test kills.
TEST(TrainerChild, TrainsWhereTheEnvironmentSays) {
  const char* folder = std::getenv("SEMPURNA_TEST_TRAINING");
  if (folder == nullptr) GTEST_SKIP() << "only run by Trainer.KilledAtAnyMoment…";
  TinyRun run(folder, plan_for(30));
  run.trainer->set_checkpoint_seconds(0);
  run.finish(folder);
}

/// Starts the test above.
std::unique_ptr<Process> start_child(const fs::path& folder) {
  ::setenv("SEMPURNA_TEST_TRAINING", folder.c_str(), 1);
  auto child = std::make_unique<Process>(
      std::vector<std::string>{fs::read_symlink("/proc/self/exe").string(),
                               "--gtest_filter=TrainerChild.*", "--gtest_brief=1"},
      Process::Options{});
  ::unsetenv("SEMPURNA_TEST_TRAINING");
  return child;
}

TEST(Trainer, KilledAtAnyMomentAndResumedMakesTheSameModel) {
  const TemporaryFolder whole;
  ASSERT_TRUE(start_child(whole.path())->wait().ok());

  const TemporaryFolder folder;
  Random random(static_cast<uint64_t>(::getpid()));
  int killed = 0;
  for (int round = 0; round < 60; ++round) {
    const auto child = start_child(folder.path());
    // Starting takes a while; the moment is anywhere after it, later as rounds go on.
    const auto patience = std::chrono::milliseconds(150 + random.below(300) + 20 * round);
    std::this_thread::sleep_for(patience);
    child->signal(SIGKILL);
    const Exit exit = child->wait();
    if (exit.signal == 0) {
      ASSERT_EQ(exit.status, 0);
      break;
    }
    ++killed;
  }
  RecordProperty("killed", killed);
  if (!fs::exists(folder.path() / "result.json")) {
    ASSERT_TRUE(start_child(folder.path())->wait().ok());
  }
  EXPECT_GE(killed, 1);
  EXPECT_EQ(result_hash(folder.path()), result_hash(whole.path()));
}

TEST(Batches, HoldEveryPositionOnceInAnOrderOfSeedAndEpoch) {
  const Batches first = training_batches(50, 8, 1, 0);
  ASSERT_EQ(first.size(), 7u);
  EXPECT_EQ(first.back().size(), 2u);
  std::vector<int64_t> all;
  for (const auto& batch : first) all.insert(all.end(), batch.begin(), batch.end());
  EXPECT_THAT(all, testing::Not(testing::WhenSorted(testing::ElementsAreArray(all))));
  std::sort(all.begin(), all.end());
  for (int64_t k = 0; k < 50; ++k) EXPECT_EQ(all[static_cast<size_t>(k)], k);
  EXPECT_EQ(first, training_batches(50, 8, 1, 0));
  EXPECT_NE(first, training_batches(50, 8, 1, 1));
  EXPECT_NE(first, training_batches(50, 8, 2, 0));
}

TEST(Batches, SingleLastExampleJoinsTheBatchBefore) {
  const Batches batches = training_batches(33, 8, 1, 0);
  ASSERT_EQ(batches.size(), 4u);
  EXPECT_EQ(batches.back().size(), 9u);
  EXPECT_EQ(training_batches(3, 1, 1, 0).size(), 3u);
  EXPECT_EQ(training_batches(1, 8, 1, 0).size(), 1u);
  EXPECT_EQ(ordered_batches(33, 8).size(), 5u);
}

TEST(Batches, BatchLargerThanTheDataIsTheData) {
  const Batches batches = training_batches(5, 1000, 1, 0);
  ASSERT_EQ(batches.size(), 1u);
  EXPECT_EQ(batches[0].size(), 5u);
}

}  // namespace
}  // namespace sempurna
