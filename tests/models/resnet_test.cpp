#include "models/resnet.h"

#include <gtest/gtest.h>

#include "models/formula.h"
#include "models/golden.h"

namespace sempurna {
namespace {

class ResNetGolden : public testing::TestWithParam<const char*> {};

TEST_P(ResNetGolden, LogitsAreTheReferences) {
  Golden(GetParam()).expect_logits();
}

TEST_P(ResNetGolden, GradientsAreTheReferences) {
  Golden(GetParam()).expect_gradients();
}

TEST_P(ResNetGolden, TenAdamWStepsInEvaluationModeAreTheReferences) {
  Golden(GetParam()).expect_adamw_losses();
}

TEST_P(ResNetGolden, TenAdamWStepsByBatchStatisticsAreTheReferences) {
  Golden(GetParam()).expect_adamw_losses("adamw_losses_train_mode", true);
}

TEST_P(ResNetGolden, HasTheTensorsOfThePublishedLayout) {
  Golden(GetParam()).expect_same_tensors();
}

INSTANTIATE_TEST_SUITE_P(BothBlocks, ResNetGolden,
                         testing::Values("resnet-basic", "resnet-bottleneck"));

class ResNetFormula : public testing::TestWithParam<const char*> {};

TEST_P(ResNetFormula, LogitsUnderTorchvisionsNamesAreTorchvisions) {
  const auto formula = FormulaModel::of_logits(GetParam());
  formula.expect_same_size();
  formula.expect_logits();
}

TEST_P(ResNetFormula, GradientsUnderTorchvisionsNamesAreTorchvisions) {
  FormulaModel::of_gradients(GetParam()).expect_gradients(false);
  FormulaModel::of_gradients(GetParam()).expect_gradients(true);
}

INSTANTIATE_TEST_SUITE_P(FullSize, ResNetFormula, testing::Values("resnet18", "resnet50"));

}  // namespace
}  // namespace sempurna
