#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <iostream>

#include "base/error.h"
#include "base/sha256.h"
#include "dataset/batik.h"
#include "dataset/batik_motifs.h"
#include "dataset/check.h"
#include "dataset/generate.h"
#include "dataset/linear_model.h"
#include "dataset/picture_folder.h"
#include "image/decode.h"
#include "image/resize.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Made once for all tests here.
class DefaultImages : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder;
    generate_default_images(folder_->path() / "batik");
    const auto checked = check_images({at("training"), "", at("test")}, {});
    findings_ = new Findings(checked.findings);
    training_ = new ImageDataset(*checked.training);
    test_ = new ImageDataset(*checked.test);
  }
  static void TearDownTestSuite() {
    delete test_;
    delete training_;
    delete findings_;
    delete folder_;
  }
  static std::string at(const std::string& channel) {
    return (folder_->path() / "batik" / channel).string();
  }

  template <typename Feature>
  static double linear_accuracy(Feature feature) {
    const auto features = [&](const ImageDataset& dataset, std::vector<int>& y) {
      LinearModel::Features x;
      for (const ImageItem& item : dataset.items) {
        const std::string bytes = read_file(dataset.folder / item.path);
        x.push_back(feature(decode(std::as_bytes(std::span(bytes)))));
        y.push_back(static_cast<int>(item.class_index));
      }
      return x;
    };
    std::vector<int> y;
    std::vector<int> test_y;
    const auto x = features(*training_, y);
    const auto test_x = features(*test_, test_y);
    const LinearModel model(x, y, 5);
    std::cout << "training accuracy " << model.accuracy(x, y) << "\n";
    return model.accuracy(test_x, test_y);
  }

  static TemporaryFolder* folder_;
  static Findings* findings_;
  static ImageDataset* training_;
  static ImageDataset* test_;
};

TemporaryFolder* DefaultImages::folder_ = nullptr;
Findings* DefaultImages::findings_ = nullptr;
ImageDataset* DefaultImages::training_ = nullptr;
ImageDataset* DefaultImages::test_ = nullptr;

TEST_F(DefaultImages, PassTheCheckWithoutAWarning) {
  for (const Finding& finding : *findings_) {
    EXPECT_EQ(finding.severity, Severity::Fact) << to_line(finding);
  }
  EXPECT_THAT(training_->classes,
              ElementsAre("ceplok", "kawung", "megamendung", "parang", "truntum"));
  EXPECT_EQ(training_->items.size(), 600);
  EXPECT_EQ(test_->items.size(), 300);
}

TEST_F(DefaultImages, AreTheSameBytesEverywhere) {
  EXPECT_EQ(data_hash(*training_),
            "066d52cb59d1685774fe32da295dde23fdedaa2120b47804162e4d4d17e0786e");
  EXPECT_EQ(data_hash(*test_), "06aecd380d623c4e3d05836bae24d934223b4f0f629ebbd31be21b1b8ad0f8cd");
}

TEST_F(DefaultImages, AreTooHardForALinearModelOnPixels) {
  const double accuracy = linear_accuracy([](const Image& image) {
    const Image small = resize(image, 16, 16, Interpolation::Area);
    return std::vector<float>(small.pixels.begin(), small.pixels.end());
  });
  std::cout << "linear model on 16 x 16 pixels: " << accuracy << " (guessing: 0.2)\n";
  EXPECT_LT(accuracy, 0.45);
}

TEST_F(DefaultImages, AreTooHardForALinearModelOnColourHistograms) {
  const double accuracy = linear_accuracy([](const Image& image) {
    std::vector<float> histogram(64 + 48, 0);
    const auto all = static_cast<float>(image.pixels.size() / 3);
    for (size_t i = 0; i < image.pixels.size(); i += 3) {
      const uint8_t* p = &image.pixels[i];
      histogram[p[0] / 64 * 16 + p[1] / 64 * 4 + p[2] / 64] += 1 / all;
      for (int c = 0; c < 3; ++c) histogram[64 + 16 * c + p[c] / 16] += 1 / all;
    }
    return histogram;
  });
  std::cout << "linear model on colour histograms: " << accuracy << " (guessing: 0.2)\n";
  EXPECT_LT(accuracy, 0.45);
}

TEST(GenerateDefaultImages, DoesNotTouchWhatIsThere) {
  TemporaryFolder folder;
  put(folder.path() / "batik" / "mine", "x");
  try {
    generate_default_images(folder.path() / "batik");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), Code::AlreadyExists);
    EXPECT_THAT(error.what(), HasSubstr("batik exists already"));
  }
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(Batik, IsAPureFunctionOfMotifAndKey) {
  for (const Batik motif : {Batik::Ceplok, Batik::Megamendung, Batik::Truntum}) {
    EXPECT_EQ(draw_batik(motif, 5).pixels, draw_batik(motif, 5).pixels);
    EXPECT_NE(draw_batik(motif, 5).pixels, draw_batik(motif, 6).pixels);
  }
}

TEST(Sine, IsTheSine) {
  for (double turns = -3; turns < 3; turns += 0.01) {
    EXPECT_NEAR(sine(turns), std::sin(turns * 6.283185307179586), 1e-6) << turns;
  }
}

}  // namespace
}  // namespace sempurna
