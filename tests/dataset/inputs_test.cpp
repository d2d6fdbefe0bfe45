#include "dataset/inputs.h"

#include <gtest/gtest.h>

#include "base/files.h"
#include "support/as_nobody.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

std::vector<PredictInput> inputs_of(const std::vector<std::string>& given, Task task) {
  std::vector<PredictInput> all;
  for_each_input(given, task, [&](PredictInput input) { all.push_back(std::move(input)); });
  return all;
}

class Input : public testing::Test {
 protected:
  std::string write(const std::string& name, const std::string& content) const {
    const fs::path file = folder_.path() / name;
    make_folders(file.parent_path());
    write_file_atomic(file, content);
    return file.string();
  }
  std::string folder() const { return folder_.path().string(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(Input, APictureFolderStandsForThePicturesBelowIt) {
  const std::string b = write("b/2.PNG", "");
  const std::string a = write("a.jpg", "");
  write("notes.txt", "");
  write(".hidden/3.jpg", "");
  write("__MACOSX/4.jpg", "");
  const auto inputs = inputs_of({folder(), "single.webp"}, Task::ImageClassification);
  ASSERT_EQ(inputs.size(), 3U);
  EXPECT_EQ(inputs[0].file, a);
  EXPECT_EQ(inputs[1].file, b);
  EXPECT_EQ(inputs[2].file, "single.webp");
  EXPECT_EQ(to_json(inputs[2], Task::ImageClassification), (Json{{"file", "single.webp"}}));
  make_folders(fs::path(folder()) / "empty");
  expect_error(Code::NotFound, "holds no .jpg, .jpeg, .png or .webp pictures",
               [&] { inputs_of({folder() + "/empty"}, Task::ImageClassification); });
}

TEST_F(Input, WhatALinkOfAPictureFolderDoesNotLeadToIsPassedOver) {
  const std::string picture = write("a/1.jpg", "");
  fs::create_symlink("self.jpg", folder() + "/a/self.jpg");
  fs::create_directory_symlink("..", folder() + "/a/up");
  const auto inputs = inputs_of({folder()}, Task::ImageClassification);
  ASSERT_EQ(inputs.size(), 3U);
  EXPECT_EQ(inputs[0].file, picture);
  EXPECT_EQ(inputs[1].file, folder() + "/a/self.jpg");
  EXPECT_EQ(inputs[1].fault, folder() + "/a/self.jpg: this link leads nowhere and is not used");
  EXPECT_FALSE(inputs[1].missed);
  EXPECT_EQ(inputs[2].file, folder() + "/a/up");
  EXPECT_FALSE(inputs[2].fault.empty());
}

TEST_F(Input, APictureFolderThatMayNotBeReadIsMissedAndTheOthersAreNot) {
  const std::string picture = write("a/1.jpg", "");
  write("secret/2.jpg", "");
  fs::permissions(folder() + "/secret", fs::perms::none);
  const AsNobody nobody(folder());
  const auto inputs = inputs_of({folder()}, Task::ImageClassification);
  expect_error(Code::Denied, "secret: Permission denied",
               [&] { inputs_of({folder() + "/secret"}, Task::ImageClassification); });
  fs::permissions(folder() + "/secret", fs::perms::all);
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(inputs[0].file, picture);
  EXPECT_EQ(inputs[1].fault, folder() + "/secret: this folder is left out: cannot list " +
                                 folder() + "/secret: Permission denied; check its permissions");
  EXPECT_TRUE(inputs[1].missed);
}

TEST_F(Input, ATableStandsForItsTextsWithTheirRows) {
  const std::string file = write("data.csv", "0,good\n1,\"two\nlines\"\n1,  \n");
  const auto inputs = inputs_of({"a text", file, folder()}, Task::TextClassification);
  ASSERT_EQ(inputs.size(), 7U);
  EXPECT_EQ(to_json(inputs[0], Task::TextClassification), (Json{{"text", "a text"}}));
  EXPECT_EQ(to_json(inputs[2], Task::TextClassification),
            (Json{{"file", file}, {"row", 2}, {"text", "two\nlines"}}));
  EXPECT_EQ(inputs[3].fault, "the text is blank");
  EXPECT_EQ(inputs[6].row, 3);
}

TEST_F(Input, ATableMayHoldTextsAlone) {
  const std::string file = write("texts.csv", "good\nbad\n");
  const auto inputs = inputs_of({file}, Task::TextClassification);
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(inputs[1].texts.front(), "bad");
}

TEST_F(Input, AHeaderMaySayThatTheTextComesFirst) {
  const auto inputs =
      inputs_of({write("turned.csv", "text,label\ngood,1\nbad,0\n")}, Task::TextClassification);
  ASSERT_EQ(inputs.size(), 2U);
  EXPECT_EQ(inputs[0].texts.front(), "good");
  EXPECT_EQ(inputs[0].row, 2);
}

TEST_F(Input, AnotherFileIsNotTakenForAText) {
  const std::string file = write("texts.txt", "good");
  expect_error(Code::InvalidArgument, "give the file's lines on standard input",
               [&] { inputs_of({file}, Task::TextClassification); });
  make_folders(fs::path(folder()) / "none");
  expect_error(Code::NotFound, "is a folder without a data.csv",
               [&] { inputs_of({folder() + "/none"}, Task::TextClassification); });
}

}  // namespace
}  // namespace sempurna
