#include "models/modernbert.h"

#include <gtest/gtest.h>

#include <cmath>

#include "models/golden.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

// Its values are of tests/golden/models/formulas.py: transformers 4.28 does not know the family.
TEST(ModernBert, LogitsAreTheFormulas) {
  Golden("modernbert").expect_logits();
}

TEST(ModernBert, GradientsAreTheFormulas) {
  Golden("modernbert").expect_gradients();
}

TEST(ModernBert, TenAdamWStepsAreTheFormulas) {
  Golden("modernbert").expect_adamw_losses();
}

TEST(ModernBert, HasTheTensorsOfThePublishedLayout) {
  Golden("modernbert").expect_same_tensors();
}

/// How far the checkpoint's logits are from its own by this config.
double apart_from_golden(const Golden& golden, const Json& config) {
  ModelRequest request = golden.request();
  request.config = config;
  const auto model = build_modernbert(request);
  const Tensor own = logits_of(*golden.model(), golden.batch());
  return (logits_of(*model, golden.batch()) - own).abs().max().item<double>();
}

TEST(ModernBert, TheFifthVersionsConfigSaysTheSame) {
  const Golden golden("modernbert");
  Json config = golden.request().config;
  for (const char* older : {"global_attn_every_n_layers", "global_rope_theta", "local_rope_theta"})
    config.erase(older);
  config["layer_types"] = {"full_attention", "sliding_attention", "sliding_attention",
                           "full_attention"};
  config["rope_parameters"] = {
      {"full_attention", {{"rope_type", "default"}, {"rope_theta", 160000.0}}},
      {"sliding_attention", {{"rope_type", "default"}, {"rope_theta", 10000.0}}}};
  EXPECT_EQ(apart_from_golden(golden, config), 0);
  config["rope_parameters"]["full_attention"]["rope_theta"] = 10.0;
  EXPECT_GT(apart_from_golden(golden, config), 1e-3);
  config["rope_parameters"]["full_attention"] = nullptr;
  config["rope_parameters"]["sliding_attention"].erase("rope_theta");
  config["local_rope_theta"] = 10000.0;
  EXPECT_EQ(apart_from_golden(golden, config), 0);
}

TEST(ModernBert, WithoutABaseOfTheirOwnWindowsHaveTheOthers) {
  const Golden golden("modernbert");
  Json config = golden.request().config;
  config["local_rope_theta"] = nullptr;
  Json same = golden.request().config;
  same["local_rope_theta"] = same["global_rope_theta"];
  EXPECT_EQ(apart_from_golden(golden, config), apart_from_golden(golden, same));
  EXPECT_GT(apart_from_golden(golden, config), 1e-4);
}

TEST(ModernBert, EachSettingCounts) {
  const Golden golden("modernbert");
  for (const auto& [field, value] : std::map<std::string, Json>{{"local_attention", 16},
                                                                {"global_attn_every_n_layers", 2},
                                                                {"local_rope_theta", 10.0},
                                                                {"classifier_pooling", "cls"},
                                                                {"hidden_activation", "relu"}}) {
    Json config = golden.request().config;
    config[field] = value;
    EXPECT_GT(apart_from_golden(golden, config), 1e-4) << field;
  }
}

TEST(ModernBert, AnEncoderWithoutTheLayerBehindItBeginsThatWithItsHead) {
  const Golden golden("modernbert");
  ModelRequest request = golden.request();
  request.checkpoint = nullptr;
  const auto model = build_modernbert(request);
  const Tensor features = model->features(golden.batch(), {});
  for (const auto& parameter : model->parameters()) {
    const bool head =
        parameter.name.starts_with("head") || parameter.name.starts_with("classifier");
    EXPECT_EQ(parameter.part == Part::Head, head) << parameter.name;
  }
  EXPECT_EQ(features.sizes(), at::IntArrayRef({3, 32}));
  EXPECT_EQ(model->classify(features, {}).sizes(), at::IntArrayRef({3, 3}));
}

TEST(ModernBert, RefusesWhatItDoesNotKnow) {
  const Golden golden("modernbert");
  const auto refused = [&](const char* field, const Json& value, const char* says) {
    ModelRequest request = golden.request();
    request.config[field] = value;
    expect_error(Code::InvalidArgument, says, [&] { build_modernbert(request); });
  };
  refused("classifier_pooling", "max",
          "config.json has 'max' for 'classifier_pooling', which must be cls or mean");
  refused("layer_types", Json::array({"full_attention"}),
          "config.json has [\"full_attention\"] for 'layer_types', which must be full_attention or "
          "sliding_attention for each of the 4 layers");
  refused("layer_types", "all", "config.json has \"all\" for 'layer_types'");
  refused("num_attention_heads", 32,
          "config.json asks for heads of width 1, but rotary positions need an even one");
  refused("rope_parameters", {{"full_attention", {{"rope_type", "yarn"}}}},
          "config.json has \"yarn\" for 'rope_type'");
  refused("global_rope_theta", 0, "global_rope_theta");
  refused("rope_scaling", {{"type", "linear"}, {"factor", 2.0}}, "rope_scaling");
}

}  // namespace
}  // namespace sempurna
