#include <ATen/ATen.h>
#include <fmt/core.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <map>

#include "base/error.h"
#include "base/files.h"
#include "kernels/bf16.h"
#include "models/architectures.h"
#include "models/formula.h"
#include "models/golden.h"
#include "tensor/convert.h"
#include "weights/safetensors.h"

namespace sempurna {
namespace {

std::string refusal(const ModelRequest& request) {
  try {
    build_model(request);
  } catch (const Error& error) {
    return error.what();
  }
  return "no refusal";
}

ModelRequest fresh(const Json& config) {
  return {config, nullptr, 2, true, 1};
}

/// A checkpoint file that lives as long as this.
class CheckpointFile {
 public:
  CheckpointFile(const Model& model, const std::function<std::string(std::string)>& rename)
      : path_(fs::temp_directory_path() / ("picture_families_" + std::to_string(getpid()))) {
    std::vector<TensorView> views;
    for (const auto& parameter : model.parameters()) {
      const std::string name = rename(parameter.name);
      if (!name.empty()) views.push_back(to_view(name, parameter.tensor));
    }
    write_safetensors(path_, views);
  }
  ~CheckpointFile() { fs::remove(path_); }
  Checkpoint open() const { return Checkpoint::open(path_); }

 private:
  fs::path path_;
};

class TinyPictures : public testing::TestWithParam<const char*> {};

TEST_P(TinyPictures, KeepTheirLogitsInBf16AsFarAsItCan) {
  if (!kernels::bf16_supported()) GTEST_SKIP() << kNoBf16;
  const Golden golden(GetParam());
  const auto model = golden.model();
  const at::NoGradGuard no_grad;
  Pass pass;
  pass.precision = Precision::Bf16;
  const Tensor logits = logits_of(*model, golden.batch(), pass);
  EXPECT_EQ(logits.scalar_type(), at::kFloat);
  const double scale = golden.logits().abs().max().item<double>();
  EXPECT_LE((logits - golden.logits()).abs().max().item<double>(), 0.03 * scale);
}

TEST_P(TinyPictures, HaveFp32GradientsInBf16) {
  if (!kernels::bf16_supported()) GTEST_SKIP() << kNoBf16;
  const Golden golden(GetParam());
  const auto exact = golden.model();
  const auto rounded = golden.model();
  Pass pass;
  const auto backward = [&](Model& model) {
    at::cross_entropy_loss(logits_of(model, golden.batch(), pass), golden.batch().labels)
        .backward();
  };
  backward(*exact);
  pass.precision = Precision::Bf16;
  backward(*rounded);
  double product = 0;
  double exact_square = 0;
  double rounded_square = 0;
  for (size_t i = 0; i < exact->parameters().size(); ++i) {
    if (exact->parameters()[i].buffer) continue;
    const Tensor a = exact->parameters()[i].tensor.grad();
    const Tensor b = rounded->parameters()[i].tensor.grad();
    ASSERT_EQ(b.scalar_type(), at::kFloat);
    product += (a * b).sum().item<double>();
    exact_square += a.square().sum().item<double>();
    rounded_square += b.square().sum().item<double>();
  }
  EXPECT_GE(product / std::sqrt(exact_square * rounded_square), 0.99);
}

TEST_P(TinyPictures, TakeANewHeadForOtherClasses) {
  const Golden golden(GetParam());
  ModelRequest request = golden.request();
  request.classes = 7;
  request.fresh_head = true;
  const auto model = build_model(request);
  EXPECT_EQ(logits_of(*model, golden.batch()).size(1), 7);
  for (const auto& parameter : model->parameters()) {
    EXPECT_EQ(parameter.fresh, parameter.part == Part::Head) << parameter.name;
  }
  request.fresh_head = false;
  EXPECT_NE(refusal(request).find("[3"), std::string::npos) << refusal(request);
}

TEST_P(TinyPictures, GiveTheSameFeaturesTrainedHeadAloneAsWhole) {
  const Golden golden(GetParam());
  const auto model = golden.model();
  const Tensor with_graph = model->features(golden.batch(), {});
  const at::NoGradGuard no_grad;
  const Tensor without = model->features(golden.batch(), {});
  EXPECT_LE((with_graph - without).abs().max().item<double>(), 1e-4);
}

TEST_P(TinyPictures, RefuseAnIncompleteCheckpoint) {
  const Golden golden(GetParam());
  const auto model = golden.model();
  std::string left_out;
  const CheckpointFile file(*model, [&](const std::string& name) {
    if (left_out.empty() && name.ends_with("weight") && name.find("layer") != std::string::npos) {
      left_out = name;
      return std::string();
    }
    return name;
  });
  const Checkpoint checkpoint = file.open();
  ModelRequest request = golden.request();
  request.checkpoint = &checkpoint;
  EXPECT_NE(refusal(request).find(left_out), std::string::npos) << refusal(request);
}

TEST_P(TinyPictures, ReadABackboneSavedAlone) {
  const Golden golden(GetParam());
  const auto model = golden.model();
  const CheckpointFile file(*model, [](const std::string& name) {
    return name.starts_with("classifier") ? std::string() : name.substr(name.find('.') + 1);
  });
  const Checkpoint checkpoint = file.open();
  ModelRequest request = golden.request();
  request.checkpoint = &checkpoint;
  const auto again = build_model(request);
  ASSERT_EQ(again->parameters().size(), model->parameters().size());
  for (size_t i = 0; i < model->parameters().size(); ++i) {
    EXPECT_EQ(again->parameters()[i].name, model->parameters()[i].name);
  }
  EXPECT_TRUE(at::equal(again->features(golden.batch(), {}), model->features(golden.batch(), {})));
}

INSTANTIATE_TEST_SUITE_P(Families, TinyPictures,
                         testing::Values("convnext", "mobilenet_v2", "resnet-basic",
                                         "resnet-bottleneck", "vit"));

TEST(PictureFamilies, ReadTimmsNames) {
  const auto expect = [](const char* torchvision, const char* timm, const char* tensor) {
    // Same network, other names: what torchvision's naming holds must come back under timm's.
    const auto model = build_model(fresh({{"architecture", torchvision}}));
    const auto named = build_model(fresh({{"architecture", timm}}));
    EXPECT_NE(std::find_if(named->parameters().begin(), named->parameters().end(),
                           [&](const Parameter& p) { return p.name == tensor; }),
              named->parameters().end())
        << tensor;
    ASSERT_EQ(model->parameters().size(), named->parameters().size());
    for (size_t i = 0; i < model->parameters().size(); ++i) {
      // A layer of each place may be published as a 1 × 1 convolution, and the other way round.
      EXPECT_EQ(model->parameters()[i].tensor.squeeze().sizes(),
                named->parameters()[i].tensor.squeeze().sizes());
    }
  };
  expect("mobilenet_v2", "mobilenetv2_100", "blocks.1.0.conv_pwl.weight");
  expect("mobilenet_v3_large", "mobilenetv3_large_100.ra_in1k", "blocks.6.0.conv.weight");
  expect("efficientnet_b0", "tf_efficientnet_b0.ns_jft_in1k", "blocks.6.0.se.conv_expand.bias");
}

// What torchvision and timm both call convnext_tiny is told apart by the weights' names.
TEST(PictureFamilies, ReadConvNextUnderTimmsNames) {
  const auto model = build_model(fresh({{"architecture", "convnext_tiny"}}));
  const TemporaryFolder folder;
  std::vector<TensorView> views;
  std::vector<Tensor> kept;
  for (const Parameter& parameter : model->parameters()) {
    std::string name = parameter.name;
    int stage = 0;
    int block = 0;
    if (std::sscanf(name.c_str(), "features.%d.%d", &stage, &block) == 2) {
      const std::string rest = name.substr(name.find('.', name.find('.', 9) + 1) + 1);
      const std::map<std::string, std::string> parts = {{"block.0", "conv_dw"},
                                                        {"block.2", "norm"},
                                                        {"block.3", "mlp.fc1"},
                                                        {"block.5", "mlp.fc2"},
                                                        {"layer_scale", "gamma"}};
      name = stage == 0       ? fmt::format("stem.{}.{}", block, rest)
             : stage % 2 == 0 ? fmt::format("stages.{}.downsample.{}.{}", stage / 2, block, rest)
                              : fmt::format("stages.{}.blocks.{}.{}", stage / 2, block, rest);
      for (const auto& [theirs, timms] : parts) {
        if (stage % 2 == 1 && rest.starts_with(theirs))
          name.replace(name.find(theirs), theirs.size(), timms);
      }
    } else {
      name = name.starts_with("classifier.0") ? "head.norm" + name.substr(12)
                                              : "head.fc" + name.substr(12);
    }
    kept.push_back(name.ends_with("gamma") ? parameter.tensor.flatten() : parameter.tensor);
    views.push_back(to_view(name, kept.back()));
  }
  write_safetensors(folder.path() / "model.safetensors", views);
  const Checkpoint checkpoint = Checkpoint::open(folder.path());
  const auto again =
      build_model({Json{{"architecture", "convnext_tiny.fb_in1k"}}, &checkpoint, 2, false, 1});
  Batch batch;
  batch.pixels = at::rand({2, 3, 64, 64}).contiguous(at::MemoryFormat::ChannelsLast);
  const at::NoGradGuard no_grad;
  EXPECT_TRUE(at::equal(again->features(batch, {}), model->features(batch, {})));
}

TEST(PictureFamilies, ReadTimmsNamesOfVisionTransformers) {
  const auto model = build_model(fresh({{"architecture", "deit_tiny_patch16_224"}}));
  const std::vector<std::pair<std::string, std::vector<int64_t>>> some = {
      {"blocks.11.attn.qkv.weight", {576, 192}},
      {"blocks.0.mlp.fc1.bias", {768}},
      {"patch_embed.proj.weight", {192, 3, 16, 16}},
      {"pos_embed", {1, 197, 192}},
      {"head.weight", {2, 192}}};
  for (const auto& [name, shape] : some) {
    const auto found = std::find_if(model->parameters().begin(), model->parameters().end(),
                                    [&](const Parameter& p) { return p.name == name; });
    ASSERT_NE(found, model->parameters().end()) << name;
    EXPECT_EQ(found->tensor.sizes().vec(), shape) << name;
  }
}

TEST(PictureFamilies, RefuseWeightsOfAnotherModel) {
  const Golden golden("vit");
  ModelRequest request = golden.request();
  request.config = Golden("resnet-basic").request().config;
  EXPECT_EQ(refusal(request),
            "the weights have none of resnet.embedder.embedder.convolution.weight, "
            "embedder.embedder.convolution.weight, conv1.weight, conv1.0.weight, with which models "
            "of this type "
            "begin; they are of another model than config.json says");
}

TEST(PictureFamilies, RefuseUnknownVariantsByNamingTheKnown) {
  EXPECT_EQ(refusal(fresh({{"architecture", "resnet19"}})),
            "config.json names the architecture 'resnet19'; the residual networks known here are "
            "resnet101, resnet101d, resnet152, resnet152d, resnet18, resnet18d, resnet26, "
            "resnet26d, resnet34, resnet34d, resnet50, resnet50d, resnext101_32x8d, "
            "resnext101_64x4d, resnext50_32x4d, wide_resnet101_2, wide_resnet50_2");
  EXPECT_NE(refusal(fresh({{"architecture", "efficientnet_b8"}})).find("efficientnet_b7"),
            std::string::npos);
  EXPECT_NE(refusal(fresh({{"architecture", "mobilenetv2_130"}})).find("mobilenetv2_110d"),
            std::string::npos);
  EXPECT_NE(refusal(fresh({{"architecture", "vit_b_8"}})).find("vit_b_16"), std::string::npos);
}

TEST(PictureFamilies, RefuseConfigsThatNoMachineCouldHold) {
  const auto vit = [](const char* field, const Json& value) {
    return refusal(fresh({{"model_type", "vit"}, {field, value}}));
  };
  EXPECT_NE(vit("hidden_size", 1'000'000'000).find("'hidden_size'"), std::string::npos);
  EXPECT_NE(vit("num_hidden_layers", -1).find("'num_hidden_layers'"), std::string::npos);
  EXPECT_NE(vit("patch_size", Json::array({16, 16, 16})).find("'patch_size'"), std::string::npos);
  const Json wide = {{"model_type", "vit"}, {"image_size", 4096}, {"patch_size", 4096}};
  EXPECT_NE(refusal(fresh(wide)).find("check its sizes"), std::string::npos);
  EXPECT_NE(refusal(fresh({{"model_type", "resnet"}, {"depths", {1, 2}}})).find("'depths'"),
            std::string::npos);
  EXPECT_NE(refusal(fresh({{"model_type", "mobilenet_v2"}, {"output_stride", 64}}))
                .find("'output_stride'"),
            std::string::npos);
  EXPECT_NE(refusal(fresh({{"model_type", "efficientnet"}, {"depth_coefficient", 1e300}}))
                .find("'depth_coefficient'"),
            std::string::npos);
  EXPECT_NE(refusal(fresh({{"model_type", "efficientnet"}, {"strides", {1}}})).find("'strides'"),
            std::string::npos);
}

TEST(PictureFamilies, RefusePixelsOfOtherChannels) {
  const Golden golden("resnet-basic");
  Batch batch;
  batch.pixels = at::ones({1, 4, 64, 64});
  EXPECT_THROW(golden.model()->features(batch, {}), Error);
}

TEST(PictureFamilies, DropBranchesOfEfficientNetByTheSeed) {
  const auto model = build_model(fresh({{"architecture", "efficientnet_b0"}}));
  const at::NoGradGuard no_grad;
  Batch batch;
  batch.pixels = at::arange(8 * 3 * 32 * 32, at::kFloat).sin().view({8, 3, 32, 32});
  Pass pass;
  pass.training = true;
  const auto features = [&](uint64_t seed, double rate) {
    pass.seed = seed;
    pass.places = 0;
    pass.backbone_dropout = rate;
    return model->features(batch, pass);
  };
  EXPECT_TRUE(at::equal(features(1, -1), features(1, -1)));
  EXPECT_FALSE(at::equal(features(1, -1), features(2, -1)));
  EXPECT_TRUE(at::equal(features(1, 0), features(2, 0)));
}

}  // namespace
}  // namespace sempurna
