#include <gtest/gtest.h>

#include <string>

#include "base/error.h"
#include "base/files.h"
#include "image/pictures.h"
#include "image/preprocess.h"

namespace sempurna {
namespace {

constexpr std::array<double, 3> kImageNetMean = {0.485, 0.456, 0.406};
constexpr std::array<double, 3> kImageNetDeviation = {0.229, 0.224, 0.225};

// As timm/resnet18.a1_in1k has it.
constexpr std::string_view kResNet = R"({
  "architecture": "resnet18", "num_classes": 1000, "num_features": 512,
  "pretrained_cfg": {
    "tag": "a1_in1k", "custom_load": false, "input_size": [3, 224, 224],
    "test_input_size": [3, 288, 288], "fixed_input_size": false, "interpolation": "bicubic",
    "crop_pct": 0.95, "test_crop_pct": 1.0, "crop_mode": "center",
    "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225], "num_classes": 1000,
    "pool_size": [7, 7], "first_conv": "conv1", "classifier": "fc"}})";

// As timm/vit_tiny_patch16_224.augreg_in21k_ft_in1k.
constexpr std::string_view kViT = R"({
  "architecture": "vit_tiny_patch16_224", "num_classes": 1000, "num_features": 192,
  "pretrained_cfg": {
    "tag": "augreg_in21k_ft_in1k", "custom_load": true, "input_size": [3, 224, 224],
    "fixed_input_size": true, "interpolation": "bicubic", "crop_pct": 0.9, "crop_mode": "center",
    "mean": [0.5, 0.5, 0.5], "std": [0.5, 0.5, 0.5], "num_classes": 1000, "pool_size": null,
    "first_conv": "patch_embed.proj", "classifier": "head"}})";

// As files made before timm 0.8 have it.
constexpr std::string_view kOlder = R"({
  "architecture": "resnet34", "input_size": [3, 160, 160], "interpolation": "bilinear",
  "crop_pct": null, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]})";

Preprocessing read(std::string_view config) {
  return preprocessing_from_timm(parse_json(config, "test"), "config.json");
}

std::string refusal(const std::string& member, const std::string& value) {
  Json config = parse_json(kResNet, "test");
  config["pretrained_cfg"][member] = parse_json(value, "test");
  try {
    preprocessing_from_timm(config, "config.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::DataCorrupt);
    return error.what();
  }
  return "read";
}

TEST(TimmPreprocessing, IsThatOfThePublishedModels) {
  const Preprocessing resnet = read(kResNet);
  EXPECT_EQ(resnet.shortest_edge, 235);  // floor(224 / 0.95)
  EXPECT_EQ(resnet.input_size(), (Size{224, 224}));
  EXPECT_EQ(resnet.resample, Interpolation::Bicubic);
  EXPECT_EQ(resnet.image_mean, kImageNetMean);
  EXPECT_EQ(resnet.image_std, kImageNetDeviation);
  EXPECT_TRUE(resnet.do_rescale);

  const Preprocessing vit = read(kViT);
  EXPECT_EQ(vit.shortest_edge, 248);  // floor(224 / 0.9)
  EXPECT_EQ(vit.image_mean, (std::array<double, 3>{0.5, 0.5, 0.5}));

  const Preprocessing older = read(kOlder);
  EXPECT_EQ(older.shortest_edge, 182);  // floor(160 / 0.875), timm's where crop_pct is not given
  EXPECT_EQ(older.input_size(), (Size{160, 160}));
  EXPECT_EQ(older.resample, Interpolation::Bilinear);
}

TEST(TimmPreprocessing, SquashSqueezesThePictureBeforeTheCut) {
  Json config = parse_json(kResNet, "test");
  config["pretrained_cfg"]["crop_mode"] = "squash";
  config["pretrained_cfg"]["input_size"] = {3, 90, 190};
  const Preprocessing p = preprocessing_from_timm(config, "config.json");
  EXPECT_EQ(p.shortest_edge, 0);
  EXPECT_EQ(p.size, (Size{200, 94}));
  EXPECT_EQ(p.input_size(), (Size{190, 90}));
}

TEST(TimmPreprocessing, LargePicturesAreCutToo) {
  // Unlike ConvNeXt's crop_pct, which squeezes from 384 pixels on.
  Json config = parse_json(kResNet, "test");
  config["pretrained_cfg"]["crop_pct"] = 1.0;
  config["pretrained_cfg"]["input_size"] = {3, 384, 384};
  const Image picture = smooth_picture(500, 400);
  const Image expected =
      resize_window(picture, 480, 384, Interpolation::Bicubic, {48, 0, 384, 384});
  const Image found = prepare(picture, preprocessing_from_timm(config, "config.json"));
  EXPECT_EQ(largest_difference(found, expected), 0);
}

TEST(TimmPreprocessing, TheMiddleIsTorchvisions) {
  // CenterCrop begins at Python's round(spare / 2): 58.5 becomes 58 and 59.5 becomes 60.
  Json config = parse_json(kResNet, "test");
  config["pretrained_cfg"]["crop_pct"] = 0.875;
  const Preprocessing p = preprocessing_from_timm(config, "config.json");
  for (const auto& [height, resized, top] :
       {std::array{400, 341, 58}, std::array{402, 343, 60}, std::array{401, 342, 59}}) {
    const Image picture = smooth_picture(300, height);
    const Image expected =
        resize_window(picture, 256, resized, Interpolation::Bicubic, {16, top, 224, 224});
    EXPECT_EQ(largest_difference(prepare(picture, p), expected), 0) << height;
  }
}

TEST(TimmPreprocessing, WhatCannotBeDoneIsRefusedByName) {
  const std::string start = "config.json: ";
  EXPECT_EQ(refusal("input_size", "null"), start + "input_size is missing");
  EXPECT_EQ(refusal("input_size", "[1, 224, 224]"),
            start + "input_size must be 3 (the colours), a height and a width");
  EXPECT_EQ(refusal("input_size", "224"),
            start + "input_size must be 3 (the colours), a height and a width");
  EXPECT_EQ(refusal("input_size", "[3, 0, 224]"),
            start + "input_size must be a whole number from 1 to 4096");
  EXPECT_EQ(refusal("input_size", "[3, 224, 300]"),
            start + "input_size must be as high as wide for crop_mode center");
  EXPECT_EQ(refusal("crop_mode", "\"border\""),
            start + "crop_mode border is not done here; center and squash are");
  EXPECT_EQ(refusal("crop_pct", "0"), start + "crop_pct must be from 0.1 to 1");
  EXPECT_EQ(refusal("crop_pct", "\"0.9\""), start + "crop_pct must be a number");
  EXPECT_EQ(refusal("interpolation", "\"fancy\""),
            start +
                "interpolation fancy is not known; nearest, bilinear, bicubic, lanczos, box and "
                "hamming are");
  EXPECT_EQ(refusal("interpolation", "3"), start + "interpolation must be a text");
  EXPECT_EQ(refusal("mean", "null"), start + "mean is missing");
  EXPECT_EQ(refusal("std", "[1, 1, 0]"), start + "std must be more than 0");
  EXPECT_THROW(read(R"({"architecture": "resnet18", "pretrained_cfg": 7})"), Error);
}

TEST(LoadPreprocessing, AsksTimmsConfigOnlyWhereThereIsNoOther) {
  const TemporaryFolder folder;
  const auto load = [&] { return load_preprocessing(folder.path()); };
  const auto refused = [&]() -> std::string {
    try {
      load();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::NotFound);
      return error.what();
    }
    return "loaded";
  };
  const std::string own = (folder.path() / "preprocessor_config.json").string();
  EXPECT_NE(refused().find(own), std::string::npos);
  // torchvision's files say nothing of the pictures, which must not be guessed.
  write_file_atomic(folder.path() / "config.json", R"({"architecture": "resnet18"})");
  EXPECT_NE(refused().find(own), std::string::npos);
  write_file_atomic(folder.path() / "config.json", kResNet);
  EXPECT_EQ(load().shortest_edge, 235);
  write_file_atomic(folder.path() / "config.json", kOlder);
  EXPECT_EQ(load().shortest_edge, 182);
  write_file_atomic(own, R"({"size": {"height": 32, "width": 32}, "do_normalize": false})");
  EXPECT_EQ(load().size, (Size{32, 32}));
}

}  // namespace
}  // namespace sempurna
