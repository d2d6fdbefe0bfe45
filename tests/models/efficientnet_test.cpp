#include "models/efficientnet.h"

#include <gtest/gtest.h>

#include "models/formula.h"

namespace sempurna {
namespace {

TEST(EfficientNet, LogitsAreTorchvisions) {
  const auto formula = FormulaModel::of_logits("efficientnet_b0");
  formula.expect_same_size();
  formula.expect_logits();
}

TEST(EfficientNet, GradientsAreTorchvisions) {
  FormulaModel::of_gradients("efficientnet_b0").expect_gradients(false);
  FormulaModel::of_gradients("efficientnet_b0").expect_gradients(true);
}

TEST(EfficientNet, ScalesAsTorchvisionDoes) {
  FormulaModel::of_gradients("efficientnet_b5").expect_gradients(false);
}

}  // namespace
}  // namespace sempurna
