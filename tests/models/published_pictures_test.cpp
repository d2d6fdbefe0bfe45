#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "image/decode.h"
#include "image/preprocess.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "models/golden.h"
#include "support/shared_data.h"

namespace sempurna {
namespace {

Tensor pixels_of(const fs::path& picture, const Preprocessing& preprocessing) {
  const std::string bytes = read_file(picture);
  const Image image = prepare(decode(std::as_bytes(std::span(bytes))), preprocessing);
  Tensor pixels = at::empty({1, image.height, image.width, 3}, at::kFloat);
  normalise(image, preprocessing, pixels.data_ptr<float>(), Layout::Nhwc);
  return pixels.permute({0, 3, 1, 2});
}

class Published {
 public:
  explicit Published(const fs::path& folder)
      : weights_(Checkpoint::open(folder)),
        preprocessing_(preprocessing_from_json(read_json(folder / "preprocessor_config.json"),
                                               "preprocessor_config.json")),
        model_(build_model({read_json(folder / "config.json"), &weights_, 1000, false, 1})) {}

  Tensor logits(const fs::path& picture, const Pass& pass = {}) const {
    const at::NoGradGuard no_grad;
    Batch batch;
    batch.pixels = pixels_of(picture, preprocessing_);
    return logits_of(*model_, batch, pass)[0];
  }

 private:
  Checkpoint weights_;
  Preprocessing preprocessing_;
  std::unique_ptr<Model> model_;
};

TEST(PublishedMobileNetV2, SeesFivePhotosAsTheReferenceDoes) {
  const auto folder = shared_data("weights/mobilenet_v2_1.0_224");
  const auto reference = shared_data("golden/mobilenet_v2_1.0_224_logits.json");
  const auto photos = shared_data("data");
  if (!folder || !reference || !photos) GTEST_SKIP() << "no published weights beside this checkout";
  const Published published(*folder);
  Pass bf16;
  bf16.precision = Precision::Bf16;
  for (const auto& photo : read_json(*reference)) {
    const auto file = photo.at("file").get<std::string>();
    const Tensor logits = published.logits(*photos / file);
    // The reference is rounded to four places.
    for (const auto& [label, logit] : photo.at("top5").get<std::vector<std::pair<int, double>>>()) {
      EXPECT_NEAR(logits[label].item<double>(), logit, 2e-4) << file << ", class " << label;
    }
    EXPECT_NEAR(logits.sum().item<double>(), photo.at("logits_sum").get<double>(), 1e-2) << file;
    EXPECT_NEAR(logits.std().item<double>(), photo.at("logits_std").get<double>(), 1e-4) << file;
    if (!kernels::bf16_supported()) continue;
    const Tensor rounded = published.logits(*photos / file, bf16);
    const double apart = (rounded - logits).square().mean().sqrt().item<double>();
    EXPECT_LE(apart, 0.15 * logits.std().item<double>()) << file;
    EXPECT_EQ(rounded.argmax().item<int64_t>(), logits.argmax().item<int64_t>()) << file;
  }
}

TEST(PublishedSqueezeNet, KnowsADaisy) {
  const auto folder = shared_data("weights/squeezenet1_0");
  const auto photo = shared_data("data/flowers/daisy/100080576_f52e8ee070_n.jpg");
  if (!folder || !photo) GTEST_SKIP() << "no published weights beside this checkout";
  constexpr int64_t kDaisy = 985;
  EXPECT_EQ(Published(*folder).logits(*photo).argmax().item<int64_t>(), kDaisy);
}

}  // namespace
}  // namespace sempurna
