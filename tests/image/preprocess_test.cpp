#include "image/preprocess.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "image/decode.h"
#include "image/encode.h"
#include "image/exif_maker.h"
#include "image/golden.h"
#include "image/pictures.h"
#include "support/shared_data.h"

namespace sempurna {
namespace {

Preprocessing read(std::string_view text) {
  return preprocessing_from_json(parse_json(text, "test"), "preprocessor_config.json");
}

std::string refusal(std::string_view text) {
  try {
    read(text);
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::DataCorrupt);
    return error.what();
  }
  return "";
}

constexpr std::string_view kMobileNet = R"({
  "do_resize": true, "size": {"shortest_edge": 256}, "resample": 2, "do_center_crop": true,
  "crop_size": {"height": 224, "width": 224}, "do_rescale": true,
  "rescale_factor": 0.00392156862745098, "do_normalize": true,
  "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5],
  "image_processor_type": "MobileNetV2ImageProcessor"})";

constexpr std::string_view kNoValues = R"("do_normalize": false)";

TEST(Preprocessing, EqualsTheReferenceOnGeneratedPictures) {
  for (const Json& one : golden("preprocessing")) {
    Preprocessing p;
    p.shortest_edge = one["shortest_edge"].get<int>();
    p.do_center_crop = true;
    p.crop_size = {one["crop"].get<int>(), one["crop"].get<int>()};
    p.image_mean = {0.485, 0.456, 0.406};
    p.image_std = {0.229, 0.224, 0.225};
    const Image image =
        prepare(test_picture(one["from"][0].get<int>(), one["from"][1].get<int>()), p);
    EXPECT_EQ(crc32_of(image.pixels), one["crc32"].get<uint32_t>()) << one;
    std::vector<float> values(image.pixels.size());
    normalise(image, p, values.data(), Layout::Nhwc);
    EXPECT_EQ(crc32_of(values), one["normalised_crc32"].get<uint32_t>()) << one;
  }
}

TEST(Preprocessing, WhatAFileLeavesOutIsItsProcessorsDefault) {
  for (const Json& one : golden("processors")) {
    const Preprocessing p =
        preprocessing_from_json(one["file"], "test", one["model_type"].get<std::string>());
    const Image image =
        prepare(test_picture(one["from"][0].get<int>(), one["from"][1].get<int>()), p);
    ASSERT_EQ(image.width, one["size"][0].get<int>()) << one;
    ASSERT_EQ(image.height, one["size"][1].get<int>()) << one;
    std::vector<float> values(image.pixels.size());
    normalise(image, p, values.data(), Layout::Nhwc);
    EXPECT_EQ(crc32_of(values), one["normalised_crc32"].get<uint32_t>()) << one;
    // What is written is whole: it needs no defaults, and no model type.
    EXPECT_EQ(to_json(preprocessing_from_json(to_json(p), "again")), to_json(p)) << one;
  }
}

TEST(Preprocessing, AFolderWithoutAProcessorsNameIsItsModelTypes) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "preprocessor_config.json", R"({"resample": 3})");
  write_file_atomic(folder.path() / "config.json", R"({"model_type": "vit"})");
  const Preprocessing p = load_preprocessing(folder.path());
  EXPECT_EQ(p.processor, "ViTImageProcessor");
  EXPECT_EQ(p.resample, Interpolation::Bicubic);
  EXPECT_EQ(p.input_size(), (Size{224, 224}));
  write_file_atomic(folder.path() / "config.json", R"({"model_type": "swin"})");
  try {
    load_preprocessing(folder.path());
    FAIL() << "no size";
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), ::testing::EndsWith("preprocessor_config.json: size is missing"));
  }
}

TEST(Preprocessing, EqualsTheReferenceOnPhotos) {
  const auto reference = shared_data("golden/preprocessing.json");
  const auto photos = shared_data("data");
  const auto config = shared_data("weights/mobilenet_v2_1.0_224/preprocessor_config.json");
  if (!reference || !photos || !config) GTEST_SKIP() << "the reference data is not here";
  const Preprocessing p = preprocessing_from_json(read_json(*config), config->string());
  EXPECT_EQ(p.input_size(), (Size{224, 224}));
  const Json expected = read_json(*reference);
  for (const Json& one : expected["pictures"]) {
    const MappedFile file(*photos / one["file"].get<std::string>());
    const Image image = prepare(decode(file.bytes()), p);
    std::vector<float> values(image.pixels.size());
    normalise(image, p, values.data(), Layout::Nchw);
    for (size_t channel = 0; channel < 3; ++channel) {
      const float* plane = values.data() + channel * 224 * 224;
      double sum = 0;
      for (size_t i = 0; i < 224 * 224; ++i) sum += plane[i];
      EXPECT_NEAR(sum / (224 * 224), one["mean"][channel].get<double>(), 1e-5) << one["file"];
      for (size_t i = 0; i < 25; ++i) {
        EXPECT_NEAR(plane[(100 + i / 5) * 224 + 100 + i % 5],
                    one["patch_at_100_100_5x5"][channel][i].get<double>(), 2e-6)
            << one["file"];
      }
      for (size_t block = 0; block < 49; ++block) {
        double total = 0;
        for (size_t i = 0; i < 1024; ++i) {
          total += plane[(block / 7 * 32 + i / 32) * 224 + block % 7 * 32 + i % 32];
        }
        EXPECT_NEAR(total / 1024, one["block_means_7x7"][channel * 49 + block].get<double>(), 1e-5)
            << one["file"];
      }
    }
  }
}

TEST(Preprocessing, ScaledDecodingChangesLittle) {
  const auto photos = shared_data("data/flowers");
  if (!photos) GTEST_SKIP() << "the photos (data/flowers) are not here";
  Preprocessing p = read(kMobileNet);
  p.shortest_edge = 64;
  p.crop_size = {56, 56};
  const Size least = p.decode_size();
  int seen = 0;
  double all = 0;
  for (const auto& entry : fs::recursive_directory_iterator(*photos)) {
    if (entry.path().extension() != ".jpg") continue;
    if (++seen > 50) break;
    const MappedFile file(entry.path());
    const Image reduced =
        decode(file.bytes(), {.min_width = least.width, .min_height = least.height});
    EXPECT_GT(reduced.reduction.by, 1);
    const Image expected = prepare(decode(file.bytes()), p);
    const Image found = prepare(reduced, p);
    double sum = 0;
    for (size_t i = 0; i < found.pixels.size(); ++i) {
      sum += std::abs(int{found.pixels[i]} - int{expected.pixels[i]});
    }
    EXPECT_LT(sum / static_cast<double>(found.pixels.size()), 8) << entry.path();
    all += sum / static_cast<double>(found.pixels.size());
  }
  ASSERT_GT(seen, 0);
  EXPECT_LT(all / seen, 3);
}

TEST(Preprocessing, PicturesAreDecodedWholeWhenAsked) {
  Preprocessing p = read(kMobileNet);
  EXPECT_EQ(p.decode_size(), (Size{256, 256}));
  p.decode_whole = true;
  EXPECT_EQ(p.decode_size(), (Size{0, 0}));
}

TEST(Preprocessing, AReducedPictureKeepsItsPlaceInEveryOrientation) {
  // 333 and 211 are no multiples of 8, so a reduced picture's outermost pixels are partly outside
  // it.
  Preprocessing p = read(kMobileNet);
  p.shortest_edge = 26;
  p.crop_size = {26, 26};
  const std::string bytes = encode_jpeg(smooth_picture(333, 211), 95);
  for (int orientation = 1; orientation <= 8; ++orientation) {
    const std::string turned = with_orientation(bytes, orientation);
    const Image reduced = decode(as_bytes(turned), {.min_width = 26, .min_height = 26});
    EXPECT_EQ(reduced.reduction.by, 8);
    const Image expected = prepare(decode(as_bytes(turned)), p);
    EXPECT_LE(largest_difference(prepare(reduced, p), expected), 2) << orientation;
  }
}

TEST(Preprocessing, OlderSpellingsAreRead) {
  const Preprocessing vit =
      read(R"({"size": 224, "image_mean": [0, 0, 0], "image_std": [1, 1, 1]})");
  EXPECT_EQ(vit.size, (Size{224, 224}));
  EXPECT_EQ(vit.shortest_edge, 0);
  EXPECT_EQ(vit.resample, Interpolation::Bilinear);
  EXPECT_EQ(vit.input_size(), (Size{224, 224}));

  const Preprocessing deit = read(R"({"feature_extractor_type": "DeiTFeatureExtractor", "size": 256,
      "do_center_crop": true, "crop_size": 224, "do_normalize": false})");
  EXPECT_EQ(deit.size, (Size{256, 256}));
  EXPECT_EQ(deit.input_size(), (Size{224, 224}));
  EXPECT_EQ(deit.resample, Interpolation::Bicubic);
  EXPECT_EQ(deit.processor, "DeiTImageProcessor");

  const Preprocessing mobile = read(
      R"({"feature_extractor_type": "MobileNetV2FeatureExtractor", "size": 256,
      "do_center_crop": true, "crop_size": 224, "do_normalize": false})");
  EXPECT_EQ(mobile.shortest_edge, 256);
}

TEST(Preprocessing, CropPctIsConvNextsAndResNets) {
  const Preprocessing resnet = read(R"({"feature_extractor_type": "ConvNextFeatureExtractor",
      "crop_pct": 0.875, "size": 224, "resample": 3, "do_normalize": false})");
  EXPECT_EQ(resnet.shortest_edge, 224);
  EXPECT_EQ(resnet.input_size(), (Size{224, 224}));
  EXPECT_EQ(resnet.decode_size(), (Size{256, 256}));
  const Image picture = smooth_picture(300, 500);
  Preprocessing spelled_out = read(kMobileNet);
  spelled_out.resample = Interpolation::Bicubic;
  EXPECT_EQ(largest_difference(prepare(picture, resnet), prepare(picture, spelled_out)), 0);

  const Preprocessing large =
      read(R"({"crop_pct": 1.0, "size": {"shortest_edge": 384}, "do_normalize": false})");
  EXPECT_EQ(largest_difference(prepare(picture, large),
                               resize(picture, 384, 384, Interpolation::Bilinear)),
            0);
}

TEST(Preprocessing, EfficientNetDividesTwice) {
  const Preprocessing p = read(R"({"image_processor_type": "EfficientNetImageProcessor",
      "size": {"height": 1, "width": 1}, "rescale_offset": true, "rescale_factor": 0.0078125,
      "image_mean": [0, 0, 0], "image_std": [0.5, 0.5, 0.25]})");
  EXPECT_EQ(p.resample, Interpolation::Nearest);
  Image image(1, 1);
  image.pixels = {0, 128, 192};
  std::array<float, 3> values{};
  normalise(image, p, values.data(), Layout::Nhwc);
  EXPECT_THAT(values, ::testing::ElementsAre(-4, 0, 8));
  EXPECT_EQ(to_json(p)["include_top"], true);
}

TEST(Preprocessing, LayoutsHoldTheSameValues) {
  const Preprocessing p = read(kMobileNet);
  const Image image = test_picture(5, 4);
  std::vector<float> interleaved(60);
  std::vector<float> planes(60);
  normalise(image, p, interleaved.data(), Layout::Nhwc);
  normalise(image, p, planes.data(), Layout::Nchw);
  for (size_t i = 0; i < 20; ++i) {
    for (size_t channel = 0; channel < 3; ++channel) {
      EXPECT_EQ(interleaved[3 * i + channel], planes[20 * channel + i]);
    }
  }
}

TEST(Preprocessing, IsWrittenAsItIsRead) {
  for (const std::string_view text :
       {kMobileNet, std::string_view(R"({"size": {"height": 30, "width": 40}, "resample": 3,
            "do_rescale": false, "do_normalize": false, "image_processor_type": "ViTImageProcessor"})"),
        std::string_view(
            R"({"size": {"shortest_edge": 224}, "crop_pct": 0.9, "image_mean": [1, 2, 3],
            "image_std": [4, 5, 6], "image_processor_type": "ConvNextImageProcessor"})"),
        std::string_view(R"({"do_resize": false, "do_center_crop": true, "crop_size": 20,
            "do_normalize": false, "crop_to_even": true})")}) {
    const Json once = to_json(read(text));
    EXPECT_EQ(to_json(preprocessing_from_json(once, "again")), once);
  }
  Preprocessing even = read(kMobileNet);
  even.crop_to_even = true;
  EXPECT_EQ(to_json(read(kMobileNet)), parse_json(kMobileNet, "").patch(Json::array()));
  EXPECT_TRUE(read(to_line(to_json(even))).crop_to_even);
  Preprocessing area = read(kMobileNet);
  area.resample = Interpolation::Area;
  EXPECT_THROW(to_json(area), Error);
}

TEST(Preprocessing, WhatCannotBeDoneIsRefusedByName) {
  const auto with = [](std::string_view members) {
    return refusal("{" + std::string(members) + ", " + std::string(kNoValues) + "}");
  };
  const std::string start = "preprocessor_config.json: ";
  EXPECT_EQ(refusal("[]"), start + "it is not a JSON object");
  EXPECT_EQ(with(R"("resample": 2)"), start + "size is missing");
  EXPECT_EQ(with(R"("size": 0)"), start + "size must be a whole number from 1 to 4096");
  EXPECT_EQ(with(R"("size": 1e9)"), start + "size must be a whole number from 1 to 4096");
  EXPECT_EQ(with(R"("size": "big")"), start + "size must be a number or have height and width");
  EXPECT_EQ(with(R"("size": {"height": 4})"),
            start + "size must be a number or have height and width");
  EXPECT_EQ(with(R"("size": {"shortest_edge": 4, "longest_edge": 8})"),
            start + "size must have shortest_edge, or height and width, and nothing else");
  EXPECT_EQ(with(R"("size": 4, "do_center_crop": true)"), start + "crop_size is missing");
  EXPECT_EQ(with(R"("size": 4, "do_pad": true)"), start + "do_pad is not done here");
  EXPECT_EQ(with(R"("size": 4, "do_resize": 1)"), start + "do_resize must be true or false");
  EXPECT_EQ(with(R"("size": 4, "image_processor_type": 4)"),
            start + "image_processor_type must be a text");
  EXPECT_EQ(with(R"("size": 4, "resample": 6)"),
            start +
                "resample 6 is not known; 0 (nearest), 1 (Lanczos), 2 (bilinear), 3 (bicubic), 4 "
                "(box) and 5 (Hamming) are");
  EXPECT_EQ(with(R"("size": {"shortest_edge": 4})"),
            start +
                "pictures would keep different sizes; give a size of height and width, or a "
                "crop_size with do_center_crop");
  EXPECT_EQ(with(R"("size": 4, "rescale_factor": 0)"),
            start + "rescale_factor must be more than 0");
  EXPECT_EQ(with(R"("size": 4, "crop_pct": 7)"), start + "crop_pct must be from 0.1 to 1");
  EXPECT_EQ(with(R"("size": {"height": 4, "width": 4}, "crop_pct": 0.9)"),
            start + "crop_pct needs size.shortest_edge");
  EXPECT_EQ(refusal(R"({"size": 4})"), start + "image_mean is missing");
  EXPECT_EQ(refusal(R"({"size": 4, "image_mean": [1, 2], "image_std": [1, 2, 3]})"),
            start + "image_mean must be three numbers");
  EXPECT_EQ(refusal(R"({"size": 4, "image_mean": [1, 2, 3], "image_std": [1, 0, 3]})"),
            start + "image_std must be more than 0");
}

}  // namespace
}  // namespace sempurna
