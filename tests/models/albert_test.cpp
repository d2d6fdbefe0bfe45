#include "models/albert.h"

#include <gtest/gtest.h>

#include "models/golden.h"

namespace sempurna {
namespace {

TEST(Albert, LogitsAreTheReferences) {
  Golden("albert").expect_logits();
}

TEST(Albert, GradientsAreTheReferences) {
  Golden("albert").expect_gradients();
}

TEST(Albert, TenAdamWStepsAreTheReferences) {
  Golden("albert").expect_adamw_losses();
}

TEST(Albert, HasTheTensorsOfThePublishedLayout) {
  Golden("albert").expect_same_tensors();
}

}  // namespace
}  // namespace sempurna
