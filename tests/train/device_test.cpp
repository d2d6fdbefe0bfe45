#include "tensor/device.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "fakes.h"
#include "support/pretend_device.h"
#include "train/export_model.h"
#include "train/feature_store.h"
#include "train/fingerprint.h"
#include "train/trainer.h"
#include "weights/safetensors.h"

// A run on a device that is not the CPU: what reads its tensors as if they were the CPU's crashes
// here. What is computed is held against the CPU's own.

namespace sempurna {
namespace {

std::vector<Tensor> values_of(const Model& model) {
  std::vector<Tensor> values;
  for (const auto& parameter : model.parameters()) {
    values.push_back(on_host(parameter.tensor.detach()).clone());
  }
  return values;
}

void expect_near(const std::vector<Tensor>& got, const std::vector<Tensor>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t k = 0; k < got.size(); ++k) {
    EXPECT_TRUE(at::allclose(got[k], wanted[k], 1e-3, 1e-4)) << k;
  }
}

void expect_same(const std::vector<Tensor>& got, const std::vector<Tensor>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t k = 0; k < got.size(); ++k) EXPECT_TRUE(at::equal(got[k], wanted[k])) << k;
}

TrainingPlan plan_of(OptimizerKind optimizer) {
  TrainingPlan plan;
  plan.hyperparameters.epochs = 3;
  plan.hyperparameters.batch_size = 8;
  plan.hyperparameters.optimizer = optimizer;
  plan.hyperparameters.learning_rate = 0.01;
  plan.loss.l2 = 0.01;
  plan.head_dropout = 0.2;
  return plan;
}

struct TinyRun {
  explicit TinyRun(Device device, const fs::path& folder, OptimizerKind optimizer)
      : plan(plan_of(optimizer)),
        model(12, 16, 3, 7, device),
        checkpoints((make_folders(folder), folder / "checkpoints"), Fingerprint().to_json()),
        progress(folder / "progress.jsonl") {
    training.device = validation.device = device;
  }

  TrainingOutcome train() {
    Trainer trainer(model, training, &validation, plan, 3, checkpoints, progress);
    return trainer.run();
  }

  TrainingPlan plan;
  TinyModel model;
  CloudSource training{65, 12, 3};
  CloudSource validation{30, 12, 3, 0.9};
  CheckpointStore checkpoints;
  Progress progress;
};

class RunOnADevice : public testing::TestWithParam<OptimizerKind> {
 protected:
  TinyRun run(Device device) const {
    return TinyRun(device, folder_.path() / (device.is_cpu() ? "cpu" : "device"), GetParam());
  }
  TemporaryFolder folder_;
};

TEST_P(RunOnADevice, TrainsAndMeasuresAsOnTheCpuAndResumesToTheSameModel) {
  TinyRun here = run(kCpu);
  const TrainingOutcome wanted = here.train();
  TinyRun there = run(pretend_device());
  const TrainingOutcome got = there.train();
  ASSERT_EQ(got.history.size(), wanted.history.size());
  for (size_t k = 0; k < got.history.size(); ++k) {
    for (const auto& [name, value] : wanted.history[k].figures) {
      EXPECT_NEAR(figure(got.history[k].figures, name).value(), value.value(), 1e-3) << name;
    }
  }
  expect_near(values_of(there.model), values_of(here.model));
  there.checkpoints.finish();
  TinyRun again = run(pretend_device());
  again.train();
  expect_same(values_of(again.model), values_of(there.model));
}

INSTANTIATE_TEST_SUITE_P(Optimizers, RunOnADevice,
                         testing::Values(OptimizerKind::AdamW, OptimizerKind::Nesterov,
                                         OptimizerKind::Adadelta),
                         [](const auto& optimizer) { return std::string(name(optimizer.param)); });

/// The head solved over kept features, on one device.
std::vector<Tensor> solved_head(Device device, const fs::path& folder) {
  TinyModel model(12, 16, 3, 7, device);
  CloudSource clouds(600, 12, 3);
  clouds.device = device;
  const FeatureStore store(model, clouds, {.folder = folder, .name = "training", .key = "a"});
  FeatureSource features(store, clouds.labels(), 1, device);
  TrainingPlan plan = plan_of(OptimizerKind::Lbfgs);
  plan.head_only = true;
  HeadSolver(model, features, plan).solve(0.1);
  return values_of(model);
}

TEST(DeviceOfAJob, KeepsFeaturesAndSolvesTheHeadAsOnTheCpu) {
  const TemporaryFolder folder;
  expect_near(solved_head(pretend_device(), folder.path() / "device"),
              solved_head(kCpu, folder.path() / "cpu"));
}

}  // namespace
}  // namespace sempurna
