#include "models/electra.h"

#include <gtest/gtest.h>

#include "models/golden.h"

namespace sempurna {
namespace {

TEST(Electra, LogitsAreTheReferences) {
  Golden("electra").expect_logits();
}

TEST(Electra, GradientsAreTheReferences) {
  Golden("electra").expect_gradients();
}

TEST(Electra, TenAdamWStepsAreTheReferences) {
  Golden("electra").expect_adamw_losses();
}

TEST(Electra, HasTheTensorsOfThePublishedLayout) {
  Golden("electra").expect_same_tensors();
}

}  // namespace
}  // namespace sempurna
