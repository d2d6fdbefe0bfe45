#include <gtest/gtest.h>

#include "models/formula.h"

namespace sempurna {
namespace {

// Of torchvision one that came later, of timm those that differ from torchvision's.
class NamedArchitecture : public testing::TestWithParam<const char*> {};

TEST_P(NamedArchitecture, LogitsAreTheReferences) {
  const auto formula = FormulaModel::of_logits(GetParam());
  formula.expect_same_size();
  formula.expect_logits();
}

INSTANTIATE_TEST_SUITE_P(FullSize, NamedArchitecture,
                         testing::Values("deit3_small_patch16_224", "efficientnet_lite0",
                                         "efficientnet_v2_s", "mobilenetv2_075", "mobilenetv2_110d",
                                         "mobilenetv2_120d", "resnet26d", "vit_small_patch32_224",
                                         "vit_tiny_patch16_384"));

}  // namespace
}  // namespace sempurna
