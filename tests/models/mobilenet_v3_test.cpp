#include "models/mobilenet_v3.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "models/architectures.h"
#include "models/formula.h"

namespace sempurna {
namespace {

TEST(MobileNetV3, LogitsAreTorchvisions) {
  const auto formula = FormulaModel::of_logits("mobilenet_v3_small");
  formula.expect_same_size();
  formula.expect_logits();
}

TEST(MobileNetV3, HasAsManyValuesAsItsPublishersSay) {
  // torchvision's documentation, and timm's results-imagenet.csv in ten thousands.
  const std::pair<const char*, int64_t> published[] = {
      {"mobilenet_v3_large", 5483032},       {"mobilenet_v3_small", 2542856},
      {"mobilenetv3_large_100", 5483032},    {"mobilenetv3_small_100", 2542856},
      {"tf_mobilenetv3_large_100", 5483032}, {"tf_mobilenetv3_small_100", 2542856}};
  for (const auto& [name, count] : published) {
    const auto model = build_model({{{"architecture", name}}, nullptr, 1000, true, 1});
    int64_t trained = 0;
    for (const Parameter& parameter : model->parameters()) {
      if (!parameter.buffer) trained += parameter.tensor.numel();
    }
    EXPECT_EQ(trained, count) << name;
  }
}

TEST(MobileNetV3, RefusesOtherWidths) {
  try {
    build_model({{{"architecture", "mobilenetv3_small_075"}}, nullptr, 2, true, 1});
    FAIL();
  } catch (const Error& error) {
    EXPECT_TRUE(std::string(error.what())
                    .starts_with("config.json names the architecture 'mobilenetv3_small_075'; "
                                 "those of MobileNetV3 known here are mobilenet_v3_large, "))
        << error.what();
  }
}

}  // namespace
}  // namespace sempurna
