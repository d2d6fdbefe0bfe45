#include "train/forecast.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>
#include <utility>

#include "base/error.h"
#include "fakes.h"
#include "train/machine_memory.h"
#include "train/tasks.h"

namespace sempurna {
namespace {

using testing::HasSubstr;

/// A network that generates code for every new batch size, and a source that decodes what it has
/// not kept, both by sleeping.
class SlowAtFirst : public TinyModel {
 public:
  SlowAtFirst() : TinyModel(12, 16, 3) {}
  Tensor features(const Batch& batch, const Pass& pass) override {
    const bool seen = !seen_.insert({batch.pixels.size(0), pass.training}).second;
    std::this_thread::sleep_for(std::chrono::milliseconds(seen ? 2 : 300));
    return TinyModel::features(batch, pass);
  }

 private:
  std::set<std::pair<int64_t, bool>> seen_;
};

class SlowFiles : public CloudSource {
 public:
  SlowFiles() : CloudSource(100, 12, 3) {}
  void begin(Batches batches, uint64_t epoch, bool augment) override {
    ahead_ = batches;
    CloudSource::begin(std::move(batches), epoch, augment);
  }
  Examples next() override {
    const bool kept = !kept_.insert(ahead_.front()).second;
    ahead_.erase(ahead_.begin());
    std::this_thread::sleep_for(std::chrono::milliseconds(kept ? 1 : 150));
    return CloudSource::next();
  }

 private:
  Batches ahead_;
  std::set<std::vector<int64_t>> kept_;
};

TrainingPlan small_plan() {
  TrainingPlan plan;
  plan.hyperparameters.batch_size = 16;
  plan.loss = training_of(plan.task).loss(plan.hyperparameters, true);
  return plan;
}

TEST(Forecast, TrialLeavesWeightsStatisticsAndCountersAsTheyWere) {
  TinyModel model(12, 16, 3);
  CloudSource source(100, 12, 3);
  std::vector<Tensor> before;
  for (const auto& p : model.parameters()) before.push_back(p.tensor.detach().clone());
  const TemporaryFolder folder;
  const Trial trial = try_steps(model, source, {}, small_plan(), folder.path() / "trial");
  EXPECT_FALSE(fs::exists(folder.path() / "trial"));
  EXPECT_GT(model.passes, 0);
  EXPECT_EQ(trial.examples, 16);
  EXPECT_GT(trial.step_seconds, 0);
  EXPECT_GT(trial.peak_bytes, 0u);
  for (size_t k = 0; k < before.size(); ++k) {
    EXPECT_TRUE(at::equal(model.parameters()[k].tensor.detach(), before[k]))
        << model.parameters()[k].name;
    EXPECT_FALSE(model.parameters()[k].tensor.grad().defined());
  }
}

/// Tells which batches it was asked for.
class ListeningSource : public CloudSource {
 public:
  using CloudSource::CloudSource;
  std::map<int64_t, int64_t> weights;  ///< of positions that are not 1
  std::set<std::vector<int64_t>> asked;
  bool damaged = false;

  int64_t weight(int64_t position) const override {
    const auto found = weights.find(position);
    return found == weights.end() ? 1 : found->second;
  }
  void begin(Batches batches, uint64_t epoch, bool augment) override {
    asked.insert(batches.begin(), batches.end());
    CloudSource::begin(std::move(batches), epoch, augment);
  }
  Examples next() override {
    if (damaged) throw Error(Code::DataCorrupt, "a file that cannot be read");
    return CloudSource::next();
  }
};

TEST(Forecast, TriesTheHeaviestBatchOfAllEpochs) {
  TrainingPlan plan = small_plan();
  plan.hyperparameters.epochs = 2;
  // Two heavy examples that meet in the second epoch only.
  const auto first = training_batches(100, 16, 0, 0);
  const auto second = training_batches(100, 16, 0, 1);
  plan.hyperparameters.seed = 0;
  const auto together = [&](int64_t a, int64_t b) {
    return std::any_of(first.begin(), first.end(), [&](const auto& batch) {
      return std::count(batch.begin(), batch.end(), a) + std::count(batch.begin(), batch.end(), b) >
             1;
    });
  };
  const auto& heaviest = second.back();
  size_t k = 1;
  while (together(heaviest[0], heaviest[k])) ++k;
  TinyModel model(12, 16, 3);
  ListeningSource source(100, 12, 3);
  source.weights = {{heaviest[0], 50}, {heaviest[k], 50}};
  const TemporaryFolder folder;
  try_steps(model, source, {}, plan, folder.path() / "trial");
  EXPECT_TRUE(source.asked.contains(heaviest));
}

TEST(Forecast, TriesTheHeaviestBatchOfHeldOutData) {
  for (const bool damaged : {false, true}) {
    TinyModel model(12, 16, 3);
    CloudSource training(100, 12, 3);
    ListeningSource light(40, 12, 3);
    ListeningSource heavy(40, 12, 3);
    heavy.weights = {{39, 1000}};
    heavy.damaged = damaged;  // which is told of when it is measured
    ExampleSource* const held_out[] = {&light, &heavy};
    const TemporaryFolder folder;
    EXPECT_NO_THROW(try_steps(model, training, held_out, small_plan(), folder.path() / "trial"));
    EXPECT_TRUE(heavy.asked.contains(ordered_batches(40, 32).back()));
    EXPECT_TRUE(light.asked.empty());
  }
}

TEST(Forecast, MemoryCountsWhatTheTrialDoesNotShow) {
  RunSize size;
  size.parameters = size.trained_parameters = 1'000'000;
  size.training_items = 1000;
  size.classes = 100;
  Trial trial;
  trial.examples = 1;
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
  EXPECT_GE(forecast(size, trial, plan).memory_bytes, plain + 4'000'000 + 2'000'000 + 48'000'000);
}

TEST(Forecast, GrowsWithEpochsAndIsABand) {
  TinyModel model(12, 16, 3);
  const TrainingPlan plan = small_plan();
  RunSize size = size_of_model(model, false);
  EXPECT_EQ(size.parameters, 12 * 16 + 16 * 3 + 3);
  size.training_items = 6000;
  size.epochs = 1;
  Trial trial;
  trial.step_seconds = 0.1;
  trial.forward_seconds = 0.001;
  trial.examples = 16;
  const Forecast one = forecast(size, trial, plan);
  size.epochs = 10;
  const Forecast ten = forecast(size, trial, plan);
  EXPECT_LT(one.minutes_low, one.minutes_high);
  // 375 steps of 0.1 s.
  EXPECT_LT(one.minutes_low, 37.5 / 60 + 0.1);
  EXPECT_GT(one.minutes_high, 37.5 / 60);
  EXPECT_GT(ten.minutes_low, 9 * one.minutes_low);
}

TEST(Forecast, WhatIsMadeOnceIsCountedOnce) {
  SlowAtFirst model;
  SlowFiles source;
  const TrainingPlan plan = small_plan();
  const TemporaryFolder folder;
  const Trial trial = try_steps(model, source, {}, plan, folder.path() / "trial");
  EXPECT_LT(trial.step_seconds, 0.15);
  EXPECT_LT(16 * trial.forward_seconds, 0.15);
  EXPECT_GT(trial.load_seconds, 0.1);
  EXPECT_LT(trial.reload_seconds, 0.1);
  RunSize size = size_of_model(model, false);
  size.training_items = 100;
  size.epochs = 10;
  const Forecast ten = forecast(size, trial, plan);
  size.epochs = 110;
  // 700 steps more, which find everything there.
  EXPECT_LT(60 * (forecast(size, trial, plan).minutes_low - ten.minutes_low), 700 * 0.1);
}

TEST(Forecast, HeadAloneCostsOnePassOverTheExamplesAndTheHeadsEpochs) {
  TinyModel model(12, 16, 3);
  TrainingPlan plan = small_plan();
  plan.head_only = true;
  RunSize size = size_of_model(model, true);
  EXPECT_EQ(size.trained_parameters, 16 * 3 + 3);
  CloudSource source(100, 12, 3);
  const TemporaryFolder folder;
  Trial trial = try_steps(model, source, {}, plan, folder.path() / "trial");
  EXPECT_EQ(trial.feature_width, 16);
  EXPECT_GT(trial.head_step_seconds, 0);
  EXPECT_GT(trial.save_seconds, 0);
  size.training_items = size.feature_rows = 6000;
  size.epochs = 1;
  size.steps = 375;
  trial.step_seconds = 10;
  trial.head_step_seconds = 0.001;
  trial.save_seconds = 0.1;
  const Forecast one = forecast(size, trial, plan);
  EXPECT_GE(one.disk_bytes, 6000u * 16 * 4);
  size.epochs = 101;
  size.steps = 101 * 375;
  const Forecast many = forecast(size, trial, plan);
  // 100 epochs more, each of 0.375 s of steps and a checkpoint; no further pass of the backbone.
  EXPECT_LT(60 * (many.minutes_low - one.minutes_low), 47.5);
  EXPECT_GT(60 * (many.minutes_high - one.minutes_high), 47.5);
}

TEST(Forecast, DiskHoldsCheckpointsModelAndArchiveAtOnce) {
  TrainingPlan plan = small_plan();
  plan.hyperparameters.optimizer = OptimizerKind::Adam;
  RunSize size;
  size.parameters = size.trained_parameters = 1'000'000;
  Trial trial;
  trial.examples = 1;
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
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::ResourceLimit);
    EXPECT_THAT(error.what(), HasSubstr("set train_only_top_layer to True"));
  }
}

TEST(Forecast, InWords) {
  Forecast f;
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
