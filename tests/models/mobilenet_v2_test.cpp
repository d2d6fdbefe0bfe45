#include "models/mobilenet_v2.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/architectures.h"
#include "models/formula.h"
#include "models/golden.h"

namespace sempurna {
namespace {

class MobileNetV2Golden : public testing::TestWithParam<const char*> {};

TEST_P(MobileNetV2Golden, LogitsAreTheReferences) {
  Golden(GetParam()).expect_logits();
}

TEST_P(MobileNetV2Golden, GradientsAreTheReferences) {
  Golden(GetParam()).expect_gradients();
}

TEST_P(MobileNetV2Golden, TenAdamWStepsInEvaluationModeAreTheReferences) {
  Golden(GetParam()).expect_adamw_losses();
}

TEST_P(MobileNetV2Golden, TheFirstLossByBatchStatisticsIsTheReferences) {
  // Only the first: the two pictures are nearly the same one, so that their batch has hardly any
  // variance and rounding decides the rest. PyTorch itself, in fp32 and in fp64, is 0.2 apart after
  // one step. torchvision_gradients.json has training mode on pictures that differ.
  Golden(GetParam()).expect_adamw_losses("adamw_losses_train_mode", true, 1e-3, 1);
}

TEST_P(MobileNetV2Golden, HasTheTensorsOfThePublishedLayout) {
  Golden(GetParam()).expect_same_tensors();
}

INSTANTIATE_TEST_SUITE_P(BothPaddings, MobileNetV2Golden,
                         testing::Values("mobilenet_v2", "mobilenet_v2-plain-padding"));

TEST(MobileNetV2, LogitsUnderTorchvisionsNamesAreTorchvisions) {
  const auto formula = FormulaModel::of_logits("mobilenet_v2");
  formula.expect_same_size();
  formula.expect_logits();
}

TEST(MobileNetV2, GradientsUnderTorchvisionsNamesAreTorchvisions) {
  FormulaModel::of_gradients("mobilenet_v2").expect_gradients(false);
  FormulaModel::of_gradients("mobilenet_v2").expect_gradients(true);
}

}  // namespace
}  // namespace sempurna
