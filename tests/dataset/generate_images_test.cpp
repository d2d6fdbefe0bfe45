#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "base/sha256.h"
#include "dataset/batik.h"
#include "dataset/batik_motifs.h"
#include "dataset/check.h"
#include "dataset/generate.h"
#include "dataset/picture_folder.h"

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
