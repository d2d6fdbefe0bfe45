#include "models/bert.h"

#include <gtest/gtest.h>

#include "models/golden.h"

namespace sempurna {
namespace {

TEST(Bert, LogitsAreTheReferences) {
  Golden("bert").expect_logits();
}

TEST(Bert, GradientsAreTheReferences) {
  Golden("bert").expect_gradients();
}

TEST(Bert, TenAdamWStepsAreTheReferences) {
  Golden("bert").expect_adamw_losses();
}

TEST(Bert, HasTheTensorsOfThePublishedLayout) {
  Golden("bert").expect_same_tensors();
}

}  // namespace
}  // namespace sempurna
