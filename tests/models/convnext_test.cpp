#include "models/convnext.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/architectures.h"
#include "models/formula.h"
#include "models/golden.h"

namespace sempurna {
namespace {

TEST(ConvNext, LogitsAreTheReferences) {
  Golden("convnext").expect_logits();
}

TEST(ConvNext, GradientsAreTheReferences) {
  Golden("convnext").expect_gradients();
}

TEST(ConvNext, TenAdamWStepsAreTheReferences) {
  Golden("convnext").expect_adamw_losses();
}

TEST(ConvNext, HasTheTensorsOfThePublishedLayout) {
  Golden("convnext").expect_same_tensors();
}

TEST(ConvNext, LogitsUnderTorchvisionsNamesAreTorchvisions) {
  const auto formula = FormulaModel::of_logits("convnext_tiny");
  formula.expect_same_size();
  formula.expect_logits();
}

std::unique_ptr<Model> fresh(const Json& config) {
  return build_model({config, nullptr, 1000, true, 1});
}

int64_t trained_values(const Model& model) {
  int64_t count = 0;
  for (const Parameter& parameter : model.parameters()) count += parameter.tensor.numel();
  return count;
}

TEST(ConvNext, TimmsSmallerOnesHaveAsManyValuesAsTimmSays) {
  // timm's results-imagenet.csv, in ten thousands.
  const std::pair<const char*, int64_t> published[] = {{"convnext_atto", 370},
                                                       {"convnext_femto", 522},
                                                       {"convnext_pico", 905},
                                                       {"convnext_nano", 1559}};
  for (const auto& [name, count] : published) {
    EXPECT_EQ((trained_values(*fresh({{"architecture", name}})) + 5000) / 10000, count) << name;
  }
}

TEST(ConvNext, DropsBranchesInTrainingAlone) {
  Json config = {{"model_type", "convnext"},
                 {"hidden_sizes", {8, 16}},
                 {"depths", {2, 2}},
                 {"layer_scale_init_value", 1},
                 {"drop_path_rate", 0.5}};
  const auto model = fresh(config);
  const at::NoGradGuard no_gradients;
  Batch batch;
  batch.pixels = at::rand({8, 3, 32, 32}).contiguous(at::MemoryFormat::ChannelsLast);
  Pass training;
  training.training = true;
  const Tensor once = model->features(batch, {});
  EXPECT_TRUE(at::equal(once, model->features(batch, {})));
  EXPECT_FALSE(at::allclose(once, model->features(batch, training)));
}

TEST(ConvNext, RefusesWhatItDoesNotKnow) {
  try {
    fresh({{"model_type", "convnext"}, {"hidden_sizes", {8, 16}}, {"depths", {2}}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(),
                 "config.json has 2 stages in 'hidden_sizes' and 1 in 'depths'; there must be as "
                 "many");
  }
  try {
    fresh({{"architecture", "convnextv2_atto"}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what())
                    .starts_with("config.json names the architecture 'convnextv2_atto'; those of "
                                 "ConvNeXt known here are convnext_atto, convnext_base, "))
        << error.what();
  }
}

}  // namespace
}  // namespace sempurna
