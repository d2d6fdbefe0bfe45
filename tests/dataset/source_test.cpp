#include "dataset/source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <functional>

#include "base/error.h"
#include "dataset/picture_folder.h"

namespace sempurna {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr auto kPictures = Task::ImageClassification;
constexpr auto kTexts = Task::TextClassification;

class FindSource : public ::testing::Test {
 protected:
  std::string at(const std::string& below) const { return (folder_.path() / below).string(); }

  static std::string refusal(const std::function<void()>& body, Code code = Code::InvalidArgument) {
    try {
      body();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), code) << error.what();
      return error.what();
    }
    return "not refused";
  }

  TemporaryFolder folder_;
};

TEST_F(FindSource, TakesAFolderOfClassFolders) {
  put(at("flowers/roses/1.jpg"), "x");
  EXPECT_EQ(find_source(at("flowers"), kPictures), at("flowers"));
}

TEST_F(FindSource, TakesADataCsvOrTheFolderAroundIt) {
  put(at("d/data.csv"), "1,a\n");
  for (const std::string given : {"d", "d/", "d/data.csv"}) {
    EXPECT_EQ(find_source(at(given), kTexts), at("d/data.csv")) << given;
  }
  put(at("reviews.TSV"), "1\ta\n");
  EXPECT_EQ(find_source(at("reviews.TSV"), kTexts), at("reviews.TSV"));
}

TEST_F(FindSource, ReadsAFolderWithBothAsTheTaskAsks) {
  put(at("d/data.csv"), "1,a\n");
  put(at("d/roses/1.jpg"), "x");
  EXPECT_EQ(find_source(at("d"), kTexts), at("d/data.csv"));
  EXPECT_EQ(find_source(at("d"), kPictures), at("d"));
}

TEST_F(FindSource, SaysThatTheModelReadsTheOtherKind) {
  put(at("d/data.csv"), "1,a\n");
  put(at("flowers/roses/1.jpg"), "x");
  EXPECT_THAT(refusal([&] { find_source(at("d"), kPictures); }),
              AllOf(HasSubstr("is a data set of texts, but this model reads pictures"),
                    HasSubstr("`sempurna models --task text` lists those"),
                    HasSubstr("flowers/roses/1.jpg")));
  EXPECT_THAT(refusal([&] { find_source(at("flowers"), kTexts); }),
              AllOf(HasSubstr("holds the folder \"roses\" and no data.csv"),
                    HasSubstr("a whole number for the class")));
}

TEST_F(FindSource, SaysWhatLiesThereInstead) {
  fs::create_directories(at("empty"));
  put(at("loose/a.jpg"), "x");
  put(at("loose/b.jpg"), "x");
  put(at("notes.txt"), "x");
  EXPECT_THAT(
      refusal([&] { find_source(at("empty"), kPictures); }),
      AllOf(HasSubstr("holds nothing"), HasSubstr("one folder of pictures for each class")));
  EXPECT_THAT(refusal([&] { find_source(at("empty"), kTexts); }),
              AllOf(HasSubstr("holds nothing"), HasSubstr("data.csv")));
  EXPECT_THAT(refusal([&] { find_source(at("loose"), kPictures); }),
              HasSubstr("holds \"a.jpg\" and 1 more; the data must be"));
  EXPECT_THAT(refusal([&] { find_source(at("notes.txt"), kPictures); }),
              HasSubstr("is a single file"));
  put(at("rose/000.png"), "\x89PNG");
  EXPECT_THAT(refusal([&] { find_source(at("rose/000.png"), kPictures); }),
              HasSubstr("000.png is a PNG picture, not a data set: pictures are given as a folder "
                        "with one folder of them for each class"));
  EXPECT_THAT(refusal([&] { find_source(at("gone"), kPictures); }, Code::NotFound),
              HasSubstr("gone does not exist"));
  EXPECT_THAT(refusal([&] { find_source("", kPictures); }), HasSubstr("no place is given"));
}

TEST_F(FindSource, PassesOverHiddenFilesWhenItLooks) {
  put(at("d/.git/x"), "x");
  put(at("d/Thumbs.db"), "x");
  EXPECT_THAT(refusal([&] { find_source(at("d"), kPictures); }), HasSubstr("holds nothing"));
}

TEST_F(FindSource, RefusesAnS3LocationInOneSentence) {
  EXPECT_THAT(
      refusal([] { find_source("s3://bucket/flowers/", kPictures); }),
      AllOf(HasSubstr("s3://bucket/flowers/ is an S3 location"), HasSubstr("copy the data")));
}

TEST_F(FindSource, TellsChannelsFromClasses) {
  put(at("h/train/ants/1.jpg"), "x");
  put(at("h/Val/ants/1.jpg"), "x");
  put(at("t/train/data.csv"), "1,a\n");
  put(at("t/test/data.csv"), "1,a\n");
  EXPECT_THAT(
      refusal([&] { find_source(at("h"), kPictures); }),
      AllOf(HasSubstr("parts of a data set (Val, train)"), HasSubstr("--data " + at("h/train")),
            HasSubstr("--validation " + at("h/Val"))));
  EXPECT_THAT(refusal([&] { find_source(at("t"), kTexts); }),
              AllOf(HasSubstr("--data " + at("t/train")), HasSubstr("--test " + at("t/test"))));
  // Pictures of trains and of tests of strength: classes all the same.
  put(at("classes/train/1.jpg"), "x");
  put(at("classes/test/1.jpg"), "x");
  EXPECT_EQ(find_source(at("classes"), kPictures), at("classes"));
}

TEST_F(FindSource, SeesTheFolderThatAnArchiveLeavesAroundTheClasses) {
  put(at("d/flower_photos/roses/1.jpg"), "x");
  put(at("d/flower_photos/tulips/1.jpg"), "x");
  EXPECT_THAT(refusal([&] { find_source(at("d"), kPictures); }),
              HasSubstr("which look like the classes: give " + at("d/flower_photos")));
}

TEST_F(FindSource, NamesAWorkbookForWhatItIs) {
  put(at("d/tickets.xlsx"), "PK\3\4[Content_Types].xml xl/workbook.xml");
  const auto says = AllOf(HasSubstr("is an Excel workbook (.xlsx)"), HasSubstr("\"CSV UTF-8\""));
  EXPECT_THAT(refusal([&] { find_source(at("d/tickets.xlsx"), kTexts); }), says);
  EXPECT_THAT(refusal([&] { find_source(at("d"), kTexts); }), says);
  put(at("z/data.csv.gz"), "x");
  EXPECT_EQ(find_source(at("z/data.csv.gz"), kTexts), at("z/data.csv.gz"));
}

TEST_F(FindSource, DoesNotWaitForAPipe) {
  ASSERT_EQ(::mkfifo(at("pipe.csv").c_str(), 0600), 0);
  EXPECT_THAT(refusal([&] { find_source(at("pipe.csv"), kTexts); }),
              HasSubstr("is neither a file nor a folder"));
}

}  // namespace
}  // namespace sempurna
