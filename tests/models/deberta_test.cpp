#include "models/deberta.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "models/golden.h"

namespace sempurna {
namespace {

TEST(Deberta, LogitsAreTheReferences) {
  Golden("deberta-v2").expect_logits();
}

TEST(Deberta, GradientsAreTheReferences) {
  Golden("deberta-v2").expect_gradients();
}

TEST(Deberta, TenAdamWStepsAreTheReferences) {
  Golden("deberta-v2").expect_adamw_losses();
}

TEST(Deberta, HasTheTensorsOfThePublishedLayout) {
  Golden("deberta-v2").expect_same_tensors();
}

TEST(Deberta, RefusesWhatItDoesNotKnow) {
  const Golden golden("deberta-v2");
  const auto refusal = [&](const char* field, const Json& value) -> std::string {
    ModelRequest request = golden.request();
    request.config[field] = value;
    try {
      build_deberta(request);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::InvalidArgument);
      return error.what();
    }
    return "no refusal";
  };
  EXPECT_EQ(refusal("pos_att_type", {"c2p"}),
            "config.json has [\"c2p\"] for 'pos_att_type'; only c2p and p2c together are known "
            "here");
  EXPECT_EQ(refusal("share_att_key", false),
            "config.json has false for 'relative_attention' or 'share_att_key'; DeBERTa is known "
            "here with both");
  EXPECT_EQ(refusal("conv_kernel_size", 3),
            "config.json has 3 for 'conv_kernel_size', but this model can be trained here only "
            "with 0");
  EXPECT_EQ(refusal("embedding_size", 16),
            "config.json has 16 for 'embedding_size', which must be 'hidden_size', 32");
  for (const int buckets : {1, 3, 40}) {
    EXPECT_EQ(refusal("position_buckets", buckets),
              "config.json has " + std::to_string(buckets) +
                  " for 'position_buckets', which must be 4 or more and fewer than the 40 "
                  "distances that are told apart");
  }
  EXPECT_EQ(refusal("norm_rel_ebd", "none"),
            "config.json has 'none' for 'norm_rel_ebd', which must be layer_norm");
}

}  // namespace
}  // namespace sempurna
