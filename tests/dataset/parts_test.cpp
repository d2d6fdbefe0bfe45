#include "dataset/parts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "dataset/picture_folder.h"
#include "dataset/source.h"

namespace sempurna {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kPictures = Task::ImageClassification;

class PartsTest : public ::testing::Test {
 protected:
  std::string at(const std::string& below) const { return (folder_.path() / below).string(); }

  // One picture in each of two class folders.
  void put_classes(const std::string& part) const {
    for (const char* name : {"bulat", "kotak"}) put(at(part) + "/" + name + "/1.jpg", "x");
  }

  PlacedChannels place(const std::string& data, Task task = kPictures) const {
    return place_channels({at(data), "", ""}, task);
  }

  std::string refusal(const std::string& data, Task task = kPictures) const {
    const auto placed = place(data, task);
    EXPECT_EQ(placed.channels.training, at(data));
    try {
      find_source(placed.channels.training, task);
    } catch (const Error& error) {
      return error.what();
    }
    return "not refused";
  }

  TemporaryFolder folder_;
};

TEST_F(PartsTest, AreTheChannelsWhereTheirNamesSaySo) {
  struct {
    std::string training, validation, test;
  } const names[] = {{"train", "val", "test"},
                     {"Training", "Validation", "Testing"},
                     {"training_set", "dev_set", "test_set"},
                     {"train_images", "valid", "test_images"},
                     {"seg_train/seg_train", "seg_val", "seg_test/seg_test"},
                     {"train2017", "val2017", "test2017"},
                     {"data-latih", "data-validasi", "data-uji"}};
  int n = 0;
  for (const auto& [training, validation, test] : names) {
    const std::string data = "d" + std::to_string(++n) + "/";
    for (const auto& part : {training, validation, test}) put_classes(data + part);
    const auto placed = place(data);
    EXPECT_EQ(placed.channels.training, at(data + training));
    EXPECT_EQ(placed.channels.validation, at(data + validation));
    EXPECT_EQ(placed.channels.test, at(data + test));
    ASSERT_EQ(placed.findings.size(), 1);
    EXPECT_EQ(placed.findings[0].code, "parts-used");
  }
}

TEST_F(PartsTest, AChannelGivenByItselfStays) {
  put_classes("d/train");
  put_classes("d/val");
  const auto placed = place_channels({at("d"), "elsewhere", ""}, kPictures);
  EXPECT_EQ(placed.channels.training, at("d/train"));
  EXPECT_EQ(placed.channels.validation, "elsewhere");
  EXPECT_EQ(placed.channels.test, "");
}

TEST_F(PartsTest, ACopyOfTheWholeInsideItIsLeftOut) {
  for (const std::string where : {"chest_xray/", "chest_xray/chest_xray/"}) {
    for (const char* part : {"train", "val", "test"}) put_classes(where + part);
  }
  put(at("chest_xray/__MACOSX/chest_xray/x"), "x");
  const auto placed = place("chest_xray");
  EXPECT_EQ(placed.channels.training, at("chest_xray/train"));
  ASSERT_EQ(placed.findings.size(), 2);
  EXPECT_EQ(
      to_line(placed.findings[1]),
      at("chest_xray/chest_xray") + ": this folder holds the same parts once more; it is not used");
}

TEST_F(PartsTest, APartWithoutClassesIsLeftOut) {
  put_classes("d/train");
  put(at("d/test/1.jpg"), "x");
  const auto placed = place("d");
  EXPECT_EQ(placed.channels.training, at("d/train"));
  EXPECT_EQ(placed.channels.test, "");
  ASSERT_EQ(placed.findings.size(), 2);
  EXPECT_EQ(placed.findings[1].code, "part-not-used");
}

TEST_F(PartsTest, AreRefusedWhereANameSaysNothing) {
  for (const char* part : {"train", "valid", "augmented"}) put_classes(std::string("d/") + part);
  EXPECT_THAT(refusal("d"),
              AllOf(HasSubstr("parts of a data set (augmented, train, valid), not its classes"),
                    HasSubstr("--data " + at("d/train") + " --validation " + at("d/valid")),
                    HasSubstr("what augmented is for, its name does not say")));
  for (const char* part : {"fold1", "fold2", "fold3"}) put_classes(std::string("f/") + part);
  EXPECT_THAT(refusal("f"),
              AllOf(HasSubstr("folders (fold1, fold2, fold3) with the same folders inside each "
                              "(bulat, kotak)"),
                    HasSubstr("--data " + at("f/fold1") + " --validation " + at("f/fold2")),
                    HasSubstr("if they are the classes, put the pictures directly into them")));
  for (const char* part : {"train", "training", "test"}) put_classes(std::string("t/") + part);
  EXPECT_THAT(refusal("t"), HasSubstr("what training is for, its name does not say"));
}

TEST_F(PartsTest, AreNotSeenInClasses) {
  // Classes with folders inside, not the same ones.
  put(at("d/cats/2023/1.jpg"), "x");
  put(at("d/cats/2024/1.jpg"), "x");
  put(at("d/dogs/2023/1.jpg"), "x");
  EXPECT_FALSE(find_parts(at("d"), kPictures));
  // Every class keeps its pictures in a folder of the same name.
  put(at("e/cats/images/1.jpg"), "x");
  put(at("e/dogs/images/1.jpg"), "x");
  EXPECT_FALSE(find_parts(at("e"), kPictures));
  // Trains, and pictures of their own beside folders.
  put(at("f/train/1.jpg"), "x");
  put_classes("f/train");
  put(at("f/bus/1.jpg"), "x");
  EXPECT_FALSE(find_parts(at("f"), kPictures));
  EXPECT_FALSE(find_parts(at("gone"), kPictures));
}

TEST_F(PartsTest, OfTextsAreFoldersOrFiles) {
  constexpr auto kTexts = Task::TextClassification;
  put(at("d/train/data.csv"), "1,a\n");
  put(at("d/dev/data.csv"), "1,a\n");
  EXPECT_EQ(place("d", kTexts).channels.validation, at("d/dev"));
  put(at("f/train.csv"), "1,a\n");
  put(at("f/test.csv"), "1,a\n");
  put(at("f/sample_submission.csv"), "1,a\n");
  const auto placed = place("f", kTexts);
  EXPECT_EQ(placed.channels.training, at("f/train.csv"));
  EXPECT_EQ(placed.channels.test, at("f/test.csv"));
  EXPECT_EQ(placed.channels.validation, "");
}

TEST_F(PartsTest, TellWhoseDataTheyAre) {
  put_classes("pictures");
  put(at("texts/data.csv"), "1,good\n0,bad\n");
  put(at("parted/train/data.csv"), "1,good\n0,bad\n");
  put(at("parted/test/data.csv"), "1,good\n0,bad\n");
  put_classes("both");
  put(at("both/data.csv"), "1,good\n0,bad\n");
  EXPECT_EQ(task_of_data(at("pictures")), Task::ImageClassification);
  EXPECT_EQ(task_of_data(at("texts")), Task::TextClassification);
  EXPECT_EQ(task_of_data(at("texts/data.csv")), Task::TextClassification);
  EXPECT_EQ(task_of_data(at("parted")), Task::TextClassification);
  EXPECT_EQ(task_of_data(at("both")), std::nullopt);
  EXPECT_EQ(task_of_data(at("nowhere")), std::nullopt);
}

}  // namespace
}  // namespace sempurna
