#include "train/same_classes.h"

#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(SameClasses, OfTextsAreNumbersHoweverTheyAreWritten) {
  const TemporaryFolder folder;
  const auto same = [&](const std::string& rows, const std::vector<std::string>& labels) {
    write_file_atomic(folder.path() / "data.csv", rows);
    return has_same_classes(folder.path(), Task::TextClassification, labels);
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

TEST(SameClasses, OfPicturesAreFoldersThatHoldFiles) {
  const TemporaryFolder folder;
  for (const char* name : {"roses", "tulips", "empty"}) make_folders(folder.path() / name);
  write_file_atomic(folder.path() / "roses" / "1.jpg", "x");
  write_file_atomic(folder.path() / "tulips" / "1.jpg", "x");
  const auto same = [&](const std::vector<std::string>& labels) {
    return has_same_classes(folder.path(), Task::ImageClassification, labels);
  };
  EXPECT_TRUE(same({"tulips", "roses"}));
  EXPECT_FALSE(same({"tulips", "roses", "empty"}));
}

}  // namespace
}  // namespace sempurna
