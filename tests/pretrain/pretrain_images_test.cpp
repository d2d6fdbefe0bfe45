#include "pretrain/pretrain_images.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "image/encode.h"
#include "pretrain/formula_pictures.h"
#include "pretrain/picture_crops.h"
#include "support/source_tree.h"
#include "tensor/convert.h"
#include "weights/checkpoint.h"

namespace sempurna {
namespace {

constexpr int kSide = 64;
constexpr int kTeacherSide = 96;

TEST(DrawFormula, IsAPureFunctionOfItsKeyAndHardlyEverFlat) {
  int flat = 0;
  for (uint64_t key = 0; key < 40; ++key) {
    const Image image = draw_formula(kSide, key);
    ASSERT_EQ(image.width, kSide);
    ASSERT_EQ(image.height, kSide);
    EXPECT_EQ(draw_formula(kSide, key).pixels, image.pixels);
    const auto [least, most] = std::ranges::minmax(image.pixels);
    flat += most - least < 10 ? 1 : 0;
  }
  EXPECT_LE(flat, 2);
}

/// A teacher of golden values, and a folder with pictures and what is none.
class PretrainImages : public testing::Test {
 protected:
  PretrainImages() {
    make_folders(folder_.path() / "pictures/deep");
    for (uint64_t key = 0; key < 3; ++key) {
      write_file_atomic(folder_.path() / "pictures/deep" / (std::to_string(key) + ".jpg"),
                        encode_jpeg(draw_formula(100, key), 90));
    }
    write_file_atomic(folder_.path() / "pictures/broken.png", "no picture");
    write_file_atomic(folder_.path() / "pictures/icon.jpg", encode_jpeg(Image(16, 16), 90));
    fs::create_directory_symlink(source_tree() / "tests/golden/models/mobilenet_v2",
                                 folder_.path() / "teacher");
    recipe_.config = read_json(folder_.path() / "teacher/config.json");
    recipe_.preprocessor = {{"image_processor_type", "MobileNetV2ImageProcessor"},
                            {"crop_size", {{"height", kSide}, {"width", kSide}}}};
    recipe_.teacher = "teacher";
    recipe_.pictures = {{"pictures", 1}};
    recipe_.formulas = 0.3;
    recipe_.mixed = 0.3;
    recipe_.size = kSide;
    recipe_.teacher_size = kTeacherSide;
    recipe_.steps = 6;
    recipe_.batch = 4;
    recipe_.learning_rate = 1e-3;
  }

  const TemporaryFolder folder_;
  ImageRecipe recipe_;
};

TEST_F(PretrainImages, CropsAreAPureFunctionOfTheirPositionInTheTeachersSize) {
  const PictureCrops crops(recipe_, folder_.path());
  EXPECT_EQ(crops.size(), 24);
  const std::vector<int64_t> positions = {12, 23};
  const Tensor pixels = crops.batch(positions, 0, false).pixels;
  EXPECT_EQ(pixels.sizes(), at::IntArrayRef({2, 3, kTeacherSide, kTeacherSide}));
  EXPECT_TRUE(
      at::equal(pixels, PictureCrops(recipe_, folder_.path()).batch(positions, 0, false).pixels));
  EXPECT_FALSE(at::equal(pixels[0], pixels[1]));
}

TEST_F(PretrainImages, AFolderWithoutPicturesIsNamed) {
  recipe_.pictures = {{"teacher", 1}};
  try {
    PictureCrops(recipe_, folder_.path());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::NotFound);
    EXPECT_TRUE(std::string(error.what()).ends_with("teacher holds no pictures")) << error.what();
  }
}

TEST_F(PretrainImages, MakesABackboneWithItsCurve) {
  const fs::path output = folder_.path() / "model";
  pretrain_images(recipe_, folder_.path(), output);
  for (const char* file :
       {"model.safetensors", "config.json", "preprocessor_config.json", "curve.csv"}) {
    EXPECT_TRUE(fs::exists(output / file)) << file;
  }
  const Checkpoint checkpoint = Checkpoint::open(output);
  EXPECT_EQ(checkpoint.find("classifier.weight"), nullptr);
  EXPECT_NE(checkpoint.find("mobilenet_v2.conv_stem.first_conv.convolution.weight"), nullptr);
}

/// The named tensor of a folder's weights.
Tensor weights_of(const fs::path& folder, std::string_view name) {
  const Checkpoint checkpoint = Checkpoint::open(folder);
  return to_tensor(*checkpoint.find(name)).to(at::kFloat);
}

TEST_F(PretrainImages, BeginsAsItsTeacherAndMovesAwayFromIt) {
  constexpr auto kName = "mobilenet_v2.conv_1x1.normalization.bias";
  const Tensor teachers = weights_of(folder_.path() / "teacher", kName);
  pretrain_images(recipe_, folder_.path(), folder_.path() / "model");
  const Tensor moved = weights_of(folder_.path() / "model", kName) - teachers;
  EXPECT_GT(moved.abs().max().item<double>(), 1e-4);
  // AdamW moves a weight by no more than about the learning rate in a step.
  EXPECT_LT(moved.abs().max().item<double>(), 2 * 6 * 1e-3);
}

TEST_F(PretrainImages, ATeacherWithoutClassesIsRefused) {
  const fs::path bare = folder_.path() / "bare";
  fs::copy(fs::canonical(folder_.path() / "teacher"), bare);
  Json config = read_json(bare / "config.json");
  config.erase("id2label");
  write_file_atomic(bare / "config.json", to_pretty(config));
  recipe_.teacher = "bare";
  try {
    pretrain_images(recipe_, folder_.path(), folder_.path() / "model");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::InvalidArgument);
    EXPECT_TRUE(
        std::string(error.what()).ends_with("bare, has no classes: its config.json needs id2label"))
        << error.what();
  }
}

TEST_F(PretrainImages, ATeacherOfOtherPartsIsRefused) {
  recipe_.config["depth_multiplier"] = 0.5;
  EXPECT_THROW(pretrain_images(recipe_, folder_.path(), folder_.path() / "model"), Error);
}

}  // namespace
}  // namespace sempurna
