#include "models/squeezenet.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "models/formula.h"
#include "models/golden.h"
#include "support/shared_data.h"

namespace sempurna {
namespace {

Json config(const std::string& architecture) {
  return Json{{"model_type", "squeezenet"}, {"architecture", architecture}};
}

TEST(SqueezeNet, LogitsAreTorchvisions) {
  const auto formula = FormulaModel::of_logits("squeezenet1_0");
  formula.expect_same_size();
  formula.expect_logits();
}

TEST(SqueezeNet, GradientsOfBothVersionsAreTorchvisions) {
  FormulaModel::of_gradients("squeezenet1_0").expect_gradients(false);
  FormulaModel::of_gradients("squeezenet1_1").expect_gradients(false);
}

TEST(SqueezeNet, ReadsThePublishedWeights) {
  const auto folder = shared_data("weights/squeezenet1_0");
  if (!folder) GTEST_SKIP() << "no published weights beside this checkout";
  const Checkpoint weights = Checkpoint::open(*folder);
  const auto model =
      build_squeezenet({read_json(*folder / "config.json"), &weights, 1000, false, 1});
  EXPECT_EQ(model->parameters().size(), weights.names().size());
  for (const auto& parameter : model->parameters()) EXPECT_FALSE(parameter.fresh);
}

TEST(SqueezeNet, TheOneLogitOfBinaryModeCanBeNegative) {
  const auto model = build_squeezenet({config("squeezenet1_1"), nullptr, 1, true, 1});
  const at::NoGradGuard no_grad;
  for (const auto& parameter : model->parameters()) {
    if (parameter.name == "classifier.1.bias") Tensor(parameter.tensor).fill_(-100);
  }
  Batch batch;
  batch.pixels = at::ones({1, 3, 64, 64});
  EXPECT_LT(logits_of(*model, batch).item<float>(), 0);
}

TEST(SqueezeNet, RefusesWhatItCannotBe) {
  EXPECT_THROW(build_squeezenet({config("squeezenet2"), nullptr, 2, true, 1}), Error);
  const auto model = build_squeezenet({config("squeezenet1_0"), nullptr, 2, true, 1});
  Batch batch;
  batch.pixels = at::ones({1, 3, 31, 64});
  try {
    model->features(batch, {});
    FAIL() << "read a picture of 31 rows";
  } catch (const Error& error) {
    EXPECT_STREQ(error.what(), "SqueezeNet reads pictures of at least 32 x 32 pixels, not 64 x 31");
  }
}

}  // namespace
}  // namespace sempurna
