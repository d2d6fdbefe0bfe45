#include "dataset/top_layer.h"

#include <gmock/gmock.h>

#include "base/sha256.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

TEST(Knows, OfTextsAreNumbersHoweverTheyAreWritten) {
  const TemporaryFolder folder;
  const auto same = [&](const std::string& rows, const std::vector<std::string>& labels) {
    write_file_atomic(folder.path() / "data.csv", rows);
    return knows({labels}, folder.path(), Task::TextClassification);
  };
  const std::string rows = "0,bad food\n +1 ,good food\n01,fine food\n00,poor food\n";
  EXPECT_TRUE(same(rows, {"0", "1"}));
  EXPECT_TRUE(same(rows, {"1", "00"}));
  EXPECT_FALSE(same(rows, {"0", "1", "2"}));
  // Rows that the check leaves out have no class.
  EXPECT_TRUE(same(rows + "2,\"  \"\n3\n", {"0", "1"}));
  EXPECT_FALSE(same(rows + "2,so so\n", {"0", "1"}));
  EXPECT_FALSE(same("", {"0", "1"}));
}

TEST(Knows, OfPicturesAreFoldersThatHoldFiles) {
  const TemporaryFolder folder;
  for (const char* name : {"roses", "tulips", "empty"}) make_folders(folder.path() / name);
  write_file_atomic(folder.path() / "roses" / "1.jpg", "x");
  write_file_atomic(folder.path() / "tulips" / "1.jpg", "x");
  const auto same = [&](const std::vector<std::string>& labels) {
    return knows({labels}, folder.path(), Task::ImageClassification);
  };
  EXPECT_TRUE(same({"tulips", "roses"}));
  EXPECT_FALSE(same({"tulips", "roses", "empty"}));
}

TEST(Knows, OfABaseModelAreTheDataThatTaughtItAlone) {
  const TemporaryFolder folder;
  const std::string rows = "0,bad food\n1,good food\n";
  write_file_atomic(folder.path() / "data.csv", rows);
  const auto taught_by = [&](const std::string& sha256) {
    return knows({{"0", "1"}, false, sha256}, folder.path(), Task::TextClassification);
  };
  EXPECT_TRUE(taught_by(sha256_hex(rows)));
  EXPECT_FALSE(taught_by(sha256_hex(rows + "1,fine food\n")));
}

TEST(ReadTopLayer, HasWhatABaseModelsLearnedFrom) {
  const TemporaryFolder folder;
  EXPECT_FALSE(read_top_layer(folder.path()));
  write_file_atomic(folder.path() / "config.json", "{}");
  write_file_atomic(folder.path() / "labels_info.json",
                    R"({"labels": ["0", "1"], "learned_from": "ab12"})");
  EXPECT_EQ(read_top_layer(folder.path())->learned_from, "ab12");
  write_file_atomic(folder.path() / "labels_info.json", R"({"labels": ["0", "1"]})");
  EXPECT_EQ(read_top_layer(folder.path())->learned_from, "");
  write_file_atomic(folder.path() / "labels_info.json",
                    R"({"labels": ["0", "1"], "learned_from": 7})");
  expect_error(Code::DataCorrupt, "learned_from must be", [&] { read_top_layer(folder.path()); });
}

class StartsAnew : public testing::Test {
 protected:
  StartsAnew() { write_file_atomic(folder_.path() / "data.csv", "0,bad food\n1,good food\n"); }

  bool anew(const std::optional<TopLayer>& known, const std::string& reinitialize,
            bool binary = false) const {
    Hyperparameters h;
    h.reinitialize_top_layer = *choice_named<Reinitialize>(reinitialize);
    h.binary_mode = binary;
    return starts_anew(known, h, Task::TextClassification, folder_.path());
  }
  static TopLayer known(bool binary = false) { return {{"0", "1"}, binary}; }

 private:
  TemporaryFolder folder_;
};

TEST_F(StartsAnew, AsAskedOrAsItMust) {
  EXPECT_TRUE(anew(std::nullopt, "Auto"));
  EXPECT_TRUE(anew(std::nullopt, "True"));
  EXPECT_FALSE(anew(known(), "Auto"));
  EXPECT_FALSE(anew(known(), "False"));
  EXPECT_TRUE(anew(known(), "True"));
  EXPECT_FALSE(anew(known(true), "Auto", true));
  EXPECT_TRUE(anew(known(true), "Auto", false));
  EXPECT_TRUE(anew(known(false), "Auto", true));
}

TEST_F(StartsAnew, OnOtherClassesUnlessItIsToBeKept) {
  const TopLayer others{{"0", "1", "2"}};
  EXPECT_TRUE(anew(others, "Auto"));
  EXPECT_FALSE(anew(others, "False"));
}

TEST_F(StartsAnew, OneThatDoesNotFitCannotBeKept) {
  EXPECT_THROW(anew(std::nullopt, "False"), Error);
  try {
    anew(known(true), "False", false);
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("was fine-tuned with binary_mode"));
    EXPECT_THAT(error.what(),
                testing::HasSubstr("set binary_mode to True or reinitialize_top_layer"));
  }
}

}  // namespace
}  // namespace sempurna
