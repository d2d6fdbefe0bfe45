#include "models/roberta.h"

#include <gtest/gtest.h>

#include "models/golden.h"

namespace sempurna {
namespace {

class Roberta : public testing::TestWithParam<const char*> {};

TEST_P(Roberta, LogitsAreTheReferences) {
  Golden(GetParam()).expect_logits();
}

TEST_P(Roberta, GradientsAreTheReferences) {
  Golden(GetParam()).expect_gradients();
}

TEST_P(Roberta, TenAdamWStepsAreTheReferences) {
  Golden(GetParam()).expect_adamw_losses();
}

TEST_P(Roberta, HasTheTensorsOfThePublishedLayout) {
  Golden(GetParam()).expect_same_tensors();
}

TEST_P(Roberta, PositionsBeginAfterThePaddings) {
  EXPECT_EQ(Golden(GetParam()).model()->max_tokens(), 40);
}

INSTANTIATE_TEST_SUITE_P(Families, Roberta, testing::Values("roberta", "xlm-roberta"),
                         [](const auto& info) {
                           return std::string(info.param) == "roberta" ? "Roberta" : "XlmRoberta";
                         });

}  // namespace
}  // namespace sempurna
