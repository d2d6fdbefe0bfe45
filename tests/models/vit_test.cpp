#include "models/vit.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/formula.h"
#include "models/golden.h"

namespace sempurna {
namespace {

TEST(ViT, LogitsAreTheReferences) {
  Golden("vit").expect_logits();
}

TEST(ViT, GradientsAreTheReferences) {
  Golden("vit").expect_gradients();
}

TEST(ViT, TenAdamWStepsAreTheReferences) {
  Golden("vit").expect_adamw_losses();
}

TEST(ViT, HasTheTensorsOfThePublishedLayout) {
  Golden("vit").expect_same_tensors();
}

TEST(ViT, LogitsUnderTorchvisionsNamesAreTorchvisions) {
  const auto formula = FormulaModel::of_logits("vit_b_16");
  formula.expect_same_size();
  formula.expect_logits();
}

TEST(ViT, GradientsUnderTorchvisionsNamesAreTorchvisions) {
  FormulaModel::of_gradients("vit_b_16").expect_gradients(false);
}

TEST(ViT, RefusesPicturesOfAnotherSize) {
  const Golden golden("vit");
  Batch batch = golden.batch();
  batch.pixels = at::ones({1, 3, 64, 32});
  try {
    golden.model()->features(batch, {});
    FAIL() << "read a picture of another size";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_STREQ(error.what(),
                 "this vision transformer reads pictures of 64 x 64 pixels, not 32 x 64; its "
                 "positions are made for that size");
  }
}

TEST(ViT, RefusesAConfigThatContradictsItself) {
  const Golden golden("vit");
  ModelRequest heads = golden.request();
  heads.config["num_attention_heads"] = 5;
  EXPECT_THROW(build_vit(heads), Error);
  ModelRequest patch = golden.request();
  patch.config["patch_size"] = 128;
  EXPECT_THROW(build_vit(patch), Error);
}

TEST(DeiT, HasADistillationTokenThatTheClassifierDoesNotRead) {
  Json config = Golden("vit").request().config;
  config["model_type"] = "deit";
  const auto model = build_deit({config, nullptr, 3, true, 1});
  const Golden golden("vit");
  const Tensor logits = logits_of(*model, golden.batch());
  EXPECT_EQ(logits.sizes(), at::IntArrayRef({2, 3}));
  bool token = false;
  for (const auto& parameter : model->parameters()) {
    token = token || parameter.name == "deit.embeddings.distillation_token";
    if (parameter.name == "deit.embeddings.position_embeddings") {
      EXPECT_EQ(parameter.tensor.size(1), 18);
    }
  }
  EXPECT_TRUE(token);
}

}  // namespace
}  // namespace sempurna
