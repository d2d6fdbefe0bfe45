#include "models/distilbert.h"

#include <gtest/gtest.h>

#include "models/golden.h"

namespace sempurna {
namespace {

TEST(DistilBert, LogitsAreTheReferences) {
  Golden("distilbert").expect_logits();
}

TEST(DistilBert, GradientsAreTheReferences) {
  Golden("distilbert").expect_gradients();
}

TEST(DistilBert, TenAdamWStepsAreTheReferences) {
  Golden("distilbert").expect_adamw_losses();
}

TEST(DistilBert, HasTheTensorsOfThePublishedLayout) {
  Golden("distilbert").expect_same_tensors();
}

}  // namespace
}  // namespace sempurna
