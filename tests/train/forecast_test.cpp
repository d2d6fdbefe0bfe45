#include "train/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <new>

#include "base/error.h"
#include "base/machine_memory.h"
#include "fakes.h"
#include "train/tasks.h"

namespace sempurna {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

TrainingPlan small_plan() {
  TrainingPlan plan;
  plan.hyperparameters.batch_size = 16;
  plan.loss = training_of(plan.task).loss(plan.hyperparameters, true);
  return plan;
}

/// Examples that weigh what a test says.
class Weights : public BatchSource {
 public:
  explicit Weights(int64_t size) : labels_(static_cast<size_t>(size)) {}
  std::map<int64_t, int64_t> heavy;  ///< weights of positions that are not 1

  int64_t size() const override { return std::ssize(labels_); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  int64_t weight(int64_t position) const override {
    const auto found = heavy.find(position);
    return found == heavy.end() ? 1 : found->second;
  }
  Batch make(std::span<const int64_t>) const override { return {}; }
  void fill(Batch&, int64_t, int64_t, uint64_t, bool) const override {}

 private:
  std::vector<int64_t> labels_;
};

TEST(RunSize, KnowsTheHeaviestBatchOfAllEpochs) {
  Hyperparameters h = small_plan().hyperparameters;
  h.epochs = 2;
  h.seed = 0;
  // Two heavy examples that meet in the second epoch only.
  const auto first = training_batches(100, 16, 0, 0);
  const auto heaviest = training_batches(100, 16, 0, 1).back();
  const auto together = [&](int64_t a, int64_t b) {
    return std::any_of(first.begin(), first.end(), [&](const auto& batch) {
      return std::count(batch.begin(), batch.end(), a) + std::count(batch.begin(), batch.end(), b) >
             1;
    });
  };
  size_t k = 1;
  while (together(heaviest[0], heaviest[k])) ++k;
  Weights source(100);
  source.heavy = {{heaviest[0], 50}, {heaviest[k], 50}};
  EXPECT_EQ(heaviest_step(source, h), 98 + std::ssize(heaviest));
  h.epochs = 1;
  EXPECT_LT(heaviest_step(source, h), 80);
  EXPECT_EQ(weight_of(source), 198);
}

TEST(RunSize, KnowsTheHeaviestBatchOfAnEvaluation) {
  Weights source(40);
  source.heavy = {{39, 1000}};
  // Batches of 32, which are larger than training's.
  EXPECT_EQ(heaviest_evaluation(source), 1007);
}

TEST(FirstSteps, TheVeryFirstIsNotTimedUnlessItIsTheOnlyOne) {
  FirstSteps steps(std::chrono::steady_clock::now());
  EXPECT_FALSE(steps.any());
  steps.start();
  steps.step(7);
  EXPECT_TRUE(steps.any());
  EXPECT_FALSE(steps.enough());
  EXPECT_EQ(steps.trial().weight, 7);
  int counted = 0;
  for (; !steps.enough(); ++counted) steps.step(3);
  const Trial trial = steps.trial();
  EXPECT_EQ(trial.weight, 3 * counted);
  EXPECT_EQ(trial.first_weight, 7);
  EXPECT_EQ(trial.heaviest, 7);
  EXPECT_GT(trial.peak_bytes, 0u);
  EXPECT_GE(trial.peak_bytes + (1 << 20), trial.base_bytes);
}

TEST(FirstSteps, OneWithoutEnoughMemoryIsRefusedWithASmallerBatch) {
  TrainingPlan plan = small_plan();
  const auto refusal = [&](int64_t examples) -> std::string {
    try {
      run_first_step(examples, plan, [] { throw std::bad_alloc(); });
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::ResourceLimit);
      return error.what();
    }
    return "";
  };
  EXPECT_THAT(refusal(16), HasSubstr("a batch of 16 examples needs more memory than the "));
  EXPECT_THAT(refusal(16), HasSubstr("set batch_size to 8 or less, or train_only_top_layer"));
  EXPECT_THAT(refusal(1), HasSubstr("set batch_size to 1 or less, or train_only_top_layer"));
  plan.head_only = true;
  EXPECT_THAT(refusal(200), EndsWith("set batch_size to 100 or less"));
  EXPECT_THAT(refusal(32), EndsWith("choose a smaller model"));
  EXPECT_THROW(
      run_first_step(1, plan, [] { throw Error(Code::InvalidArgument, "a picture is damaged"); }),
      Error);
}

TEST(Forecast, TheHeadsTrialLeavesItAsItWas) {
  TinyModel model(12, 16, 3);
  std::vector<Tensor> before;
  for (const auto& p : model.parameters()) before.push_back(p.tensor.detach().clone());
  for (const auto optimizer : {OptimizerKind::Adam, OptimizerKind::Lbfgs}) {
    TrainingPlan plan = small_plan();
    plan.head_only = true;
    plan.hyperparameters.optimizer = optimizer;
    Examples features;
    features.features = at::ones({5, 16});
    features.labels = at::zeros({5}, at::kLong);
    Trial trial;
    const at::NoGradGuard as_in_a_pass_through_the_backbone;
    try_head(model, features, 100, plan, trial);
    EXPECT_EQ(trial.feature_width, 16);
    EXPECT_GT(trial.head_seconds, 0);
    EXPECT_GT(trial.head_peak_bytes, 0u);
    for (size_t k = 0; k < before.size(); ++k) {
      EXPECT_TRUE(at::equal(model.parameters()[k].tensor.detach(), before[k]))
          << model.parameters()[k].name;
      EXPECT_FALSE(model.parameters()[k].tensor.grad().defined());
    }
  }
}

TEST(Forecast, MemoryOfAHeavierBatchIsReckonedFromTheFirst) {
  TrainingPlan plan = small_plan();
  RunSize size;
  size.training_items = 100;
  Trial trial;
  trial.weight = 10;
  trial.base_bytes = 100'000'000;
  trial.peak_bytes = 200'000'000;
  trial.heaviest = 10;
  size.heaviest_step = 10;
  const uint64_t plain = forecast(size, trial, plan).memory_bytes;
  EXPECT_GE(plain, 200'000'000u);
  size.heaviest_step = 30;
  EXPECT_GE(forecast(size, trial, plan).memory_bytes, plain + 200'000'000);
  size.heaviest_step = 5;
  EXPECT_EQ(forecast(size, trial, plan).memory_bytes, plain);
  // A pass without gradients holds a part of that alone.
  size.heaviest_evaluation = 20;
  EXPECT_EQ(forecast(size, trial, plan).memory_bytes, plain);
  size.heaviest_evaluation = 200;
  EXPECT_GT(forecast(size, trial, plan).memory_bytes, plain);
  // What came before the steps may have taken most.
  trial.most_bytes_before = 5'000'000'000;
  EXPECT_EQ(forecast(size, trial, plan).memory_bytes, 5'000'000'000u);
}

TEST(Forecast, AHeavierBatchThanThereIsMemoryForIsRefused) {
  RunSize size;
  size.training_items = 100;
  Trial trial;
  trial.peak_bytes = uint64_t{1} << 50;
  trial.heaviest = 1;
  size.heaviest_step = 1;
  EXPECT_NO_THROW(require_batch(size, trial, small_plan()));
  size.heaviest_step = 3;
  try {
    require_batch(size, trial, small_plan());
    FAIL();
  } catch (const MemoryError& error) {
    EXPECT_EQ(error.code(), Code::ResourceLimit);
    EXPECT_EQ(error.bytes(), 3 * trial.peak_bytes);
    EXPECT_THAT(error.what(), HasSubstr("the heaviest batch of 16 examples needs about 22"));
    EXPECT_THAT(error.what(), HasSubstr("set batch_size to 1 or less"));
  }
}

TEST(Forecast, MemoryCountsWhatTheTrialDoesNotShow) {
  RunSize size;
  size.parameters = size.trained_parameters = 1'000'000;
  size.training_items = 1000;
  size.classes = 100;
  Trial trial;
  trial.peak_bytes = 300'000'000;
  TrainingPlan plan = small_plan();
  const uint64_t plain = forecast(size, trial, plan).memory_bytes;
  EXPECT_GT(plain, 304'000'000u);  // and a checkpoint's copy, or the best epoch read back
  size.epochs = 2;
  // Copies of the weights and of adam's two slots, while the second epoch's steps run.
  EXPECT_GE(forecast(size, trial, plan).memory_bytes, plain + 8'000'000);
  size.epochs = 1;
  size.test_items = 1'000'000;
  EXPECT_GE(forecast(size, trial, plan).memory_bytes, plain + 800'000'000);
  size.test_items = 0;
  plan.head_only = true;
  plan.hyperparameters.optimizer = OptimizerKind::Lbfgs;
  size.feature_rows = 1000;
  trial.feature_width = 1000;
  // The features, some again while they are computed, and the solver's pairs.
  const uint64_t head = forecast(size, trial, plan).memory_bytes;
  EXPECT_GE(head, plain + 4'000'000 + 2'000'000 + 48'000'000);
  // Those that lay in memory while it was watched are not counted again.
  trial.passed = 400;
  EXPECT_LE(forecast(size, trial, plan).memory_bytes, head - 4 * 1000 * 400);
}

TEST(Forecast, GrowsWithEpochsAndIsABand) {
  TinyModel model(12, 16, 3);
  const TrainingPlan plan = small_plan();
  RunSize size = size_of_model(model, false);
  EXPECT_EQ(size.parameters, 12 * 16 + 16 * 3 + 3);
  size.training_items = size.training_weight = 6000;
  size.epochs = 1;
  Trial trial;
  trial.seconds = 0.2;
  trial.weight = 32;
  const ForetoldRecord one = forecast(size, trial, plan);
  size.epochs = 10;
  const ForetoldRecord ten = forecast(size, trial, plan);
  EXPECT_LT(one.minutes_low, one.minutes_high);
  // 375 steps of 0.1 s.
  EXPECT_LT(one.minutes_low, 37.5 / 60 + 0.1);
  EXPECT_GT(one.minutes_high, 37.5 / 60);
  EXPECT_GT(ten.minutes_low, 9 * one.minutes_low);
  // What the very first step took longer is counted once.
  trial.first_seconds = 60.2;
  trial.first_weight = 32;
  const ForetoldRecord slow_start = forecast(size, trial, plan);
  EXPECT_NEAR(slow_start.minutes_low - ten.minutes_low, 0.8, 1e-6);
}

TEST(Forecast, HeadAloneCostsOnePassOverTheExamplesAndTheHeadsEpochs) {
  TinyModel model(12, 16, 3);
  TrainingPlan plan = small_plan();
  plan.head_only = true;
  RunSize size = size_of_model(model, true);
  EXPECT_EQ(size.trained_parameters, 16 * 3 + 3);
  size.training_items = size.training_weight = size.feature_rows = 6000;
  size.epochs = 1;
  size.steps = 375;
  Trial trial;
  trial.feature_width = 16;
  trial.seconds = 20;
  trial.weight = 32;
  trial.head_seconds = 0.001 / 16;
  const ForetoldRecord one = forecast(size, trial, plan);
  EXPECT_GE(one.disk_bytes, 6000u * 16 * 4);
  EXPECT_GT(60 * one.minutes_high, 6000 * 20 / 32.0);
  size.epochs = 101;
  size.steps = 101 * 375;
  const ForetoldRecord many = forecast(size, trial, plan);
  // 100 epochs more, each of 0.375 s of steps; no further pass of the backbone.
  EXPECT_LT(60 * (many.minutes_low - one.minutes_low), 37.6);
  EXPECT_GT(60 * (many.minutes_high - one.minutes_high), 37.4);
}

TEST(Forecast, DiskHoldsCheckpointsModelAndArchiveAtOnce) {
  TrainingPlan plan = small_plan();
  plan.hyperparameters.optimizer = OptimizerKind::Adam;
  RunSize size;
  size.parameters = size.trained_parameters = 1'000'000;
  Trial trial;
  // Two checkpoints of weights and two slots, an earlier best epoch, model/ and model.tar.gz.
  EXPECT_EQ(forecast(size, trial, plan).disk_bytes, (2 * 3 + 1 + 2) * 4'000'000u);
}

TEST(Forecast, TooLittleDiskOrMemoryIsASentenceWithAdvice) {
  const TemporaryFolder folder;
  EXPECT_NO_THROW(require_disk(folder.path(), 1000));
  try {
    require_disk(folder.path(), uint64_t{1} << 60);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::ResourceLimit);
    EXPECT_THAT(error.what(), HasSubstr("free some space or choose another output folder"));
  }
  RunSize size;
  size.parameters = size.trained_parameters = int64_t{1} << 40;
  try {
    require_memory(size, small_plan());
    FAIL();
  } catch (const MemoryError& error) {
    EXPECT_EQ(error.code(), Code::ResourceLimit);
    EXPECT_GT(error.bytes(), uint64_t{1} << 44);
    EXPECT_THAT(error.what(), HasSubstr("set train_only_top_layer to True"));
  }
}

TEST(Forecast, InWords) {
  ForetoldRecord f;
  f.minutes_low = 0.5;
  f.minutes_high = 0.75;
  f.memory_bytes = 1'200'000'000;
  f.disk_bytes = 150'000'000;
  EXPECT_EQ(words(f), "about 30 to 45 seconds, 1.2 GB of memory, 150 MB of disk");
  f.minutes_low = 3.4;
  f.minutes_high = 5.2;
  EXPECT_THAT(words(f), HasSubstr("about 3 to 6 minutes"));
}

TEST(MachineMemory, CanBeRead) {
  EXPECT_GT(available_memory(), 1'000'000u);
  EXPECT_GT(resident_memory(), 1'000'000u);
  EXPECT_GE(peak_memory(), resident_memory() / 2);
  EXPECT_EQ(bytes_text(1'500'000'000), "1.5 GB");
  EXPECT_EQ(bytes_text(220'000'000), "220 MB");
}

}  // namespace
}  // namespace sempurna
