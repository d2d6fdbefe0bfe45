#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "dataset/check.h"
#include "dataset/picture_folder.h"
#include "support/as_nobody.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CheckImages : public ::testing::Test {
 protected:
  std::string at(const std::string& below) const { return (folder_.path() / below).string(); }

  // `each` good pictures in every class, all different.
  void fill(const std::string& channel, const std::vector<std::string>& classes, int each) {
    for (const std::string& name : classes) {
      for (int i = 0; i < each; ++i) {
        put(at(channel + "/" + name + "/" + std::to_string(i) + ".jpg"), jpeg_bytes(next_++));
      }
    }
  }
  Checked<ImageDataset> check(const std::string& validation = "", const std::string& test = "") {
    const auto given = [&](const std::string& c) { return c.empty() ? c : at(c); };
    return check_images({at("d"), given(validation), given(test)}, options_);
  }
  static std::vector<std::string> of(const Findings& findings, const std::string& code) {
    std::vector<std::string> lines;
    for (const Finding& f : findings) {
      if (f.code == code) lines.push_back(std::string(name(f.severity)) + " " + to_line(f));
    }
    return lines;
  }

  TemporaryFolder folder_;
  CheckOptions options_;
  uint64_t next_ = 0;
};

TEST_F(CheckImages, FindsNothingWrongWithAGoodDataSet) {
  fill("d", {"roses", "tulips"}, 12);
  fill("v", {"roses", "tulips"}, 2);
  const auto checked = check("v");
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(checked.training->classes, ElementsAre("roses", "tulips"));
  EXPECT_EQ(checked.training->items.size(), 24);
  EXPECT_EQ(checked.training->items[12].class_index, 1);
  EXPECT_EQ(checked.training->items[0].content.size(), 64);
  EXPECT_EQ(checked.validation->items.size(), 4);
  EXPECT_FALSE(checked.test.has_value());
  ASSERT_EQ(checked.findings.size(), 2);
  EXPECT_THAT(of(checked.findings, "class-counts"),
              ElementsAre("fact " + at("d") +
                              ": 24 pictures of 2 classes for training: roses 12, tulips 12",
                          "fact " + at("v") + ": 4 pictures for validation: roses 2, tulips 2"));
}

TEST_F(CheckImages, RefusesBrokenPicturesAndNamesAllOfThem) {
  fill("d", {"a", "b"}, 12);
  put(at("d/a/empty.jpg"), "");
  put(at("d/a/short.jpg"), jpeg_bytes(99).substr(0, 300));
  put(at("d/b/cat.jpg"), "GIF89a-----------------------");
  put(at("d/b/page.png"), "<html><body>404</body></html>");
  const auto checked = check();
  const auto found = of(checked.findings, "broken-picture");
  ASSERT_EQ(found.size(), 4);
  EXPECT_EQ(found[0], "error " + at("d/a/empty.jpg") + ": this file is empty");
  EXPECT_THAT(found[1], HasSubstr("short.jpg: the JPEG"));
  EXPECT_THAT(found[2], HasSubstr("cat.jpg: this is a GIF picture, which is not read"));
  EXPECT_THAT(found[3], HasSubstr("page.png"));
  EXPECT_THAT(checked.findings[0].remedy,
              HasSubstr("without them: on_bad_data=skip (on the command line --on-bad-data skip)"));
  EXPECT_EQ(checked.training->items.size(), 24);
}

TEST_F(CheckImages, SkipsAndListsBrokenPicturesWhenAsked) {
  fill("d", {"a", "b"}, 12);
  put(at("d/a/empty.jpg"), "");
  options_.on_bad_data = OnBadData::Skip;
  const auto checked = check();
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(
      of(checked.findings, "broken-picture"),
      ElementsAre("warning " + at("d/a/empty.jpg") + ": this file is empty (it is skipped)"));
  EXPECT_EQ(checked.training->items.size(), 24);
}

TEST_F(CheckImages, WarnsOfFilesThatAreNoPicturesByNameAndContent) {
  fill("d", {"a", "b"}, 12);
  put(at("d/a/notes.txt"), "hello");
  put(at("d/a/movie.gif"), "GIF89a-----------------------");
  put(at("d/b/nothing"), "");
  const auto checked = check();
  EXPECT_FALSE(has_errors(checked.findings));
  const auto found = of(checked.findings, "not-a-picture");
  ASSERT_EQ(found.size(), 3);
  EXPECT_THAT(found[0], HasSubstr("warning " + at("d/a/movie.gif") + ": this is a GIF picture"));
  EXPECT_THAT(found[1], HasSubstr("notes.txt"));
  EXPECT_THAT(found[2], HasSubstr("nothing: this file is empty (it is not used)"));
}

TEST_F(CheckImages, UsesPicturesWhateverTheirName) {
  fill("d", {"a", "b"}, 12);
  put(at("d/a/really.png"), jpeg_bytes(77));
  put(at("d/a/noname"), jpeg_bytes(78));
  put(at("d/a/LOUD.JPEG"), jpeg_bytes(79));
  const auto checked = check();
  EXPECT_EQ(checked.training->items.size(), 27);
  EXPECT_THAT(of(checked.findings, "misnamed-picture"),
              ElementsAre(HasSubstr("noname: this is a JPEG picture, whatever its name says"),
                          HasSubstr("really.png: this is a JPEG picture")));
}

TEST_F(CheckImages, FindsRepeatsAndContradictions) {
  fill("d", {"a", "b"}, 12);
  put(at("d/a/0copy.jpg"), jpeg_bytes(0));
  put(at("d/b/x.jpg"), jpeg_bytes(1));
  const auto checked = check();
  EXPECT_THAT(
      of(checked.findings, "repeated-item"),
      ElementsAre("warning " + at("d/a/0copy.jpg") + ": the same picture as " + at("d/a/0.jpg")));
  EXPECT_THAT(of(checked.findings, "contradicting-labels"),
              ElementsAre("warning " + at("d/b/x.jpg") + ": the same picture as " +
                          at("d/a/1.jpg") + ", but its class is \"b\" here and \"a\" there"));
}

TEST_F(CheckImages, FindsWhatChannelsShare) {
  fill("d", {"a", "b"}, 12);
  fill("v", {"a", "b"}, 2);
  put(at("v/a/again.jpg"), jpeg_bytes(3));
  put(at("t/a/again.jpg"), jpeg_bytes(24));
  put(at("t/b/new.jpg"), jpeg_bytes(500));
  const auto checked = check("v", "t");
  EXPECT_THAT(
      of(checked.findings, "shared-with-training"),
      ElementsAre("warning " + at("v/a/again.jpg") +
                  ": this picture is in the training data as well (" + at("d/a/3.jpg") + ")"));
  EXPECT_THAT(of(checked.findings, "shared-with-validation"), ElementsAre(HasSubstr("t/a/again")));
}

TEST_F(CheckImages, RefusesASingleClassAndEmptyClasses) {
  fill("d", {"only"}, 12);
  EXPECT_THAT(of(check().findings, "single-class"),
              ElementsAre("error " + at("d") + ": there is only one class, \"only\""));
  fs::create_directories(at("d/empty"));
  put(at("d/texts/a.txt"), "x");
  EXPECT_THAT(of(check().findings, "empty-class"),
              ElementsAre(HasSubstr("the class \"empty\" has no pictures that can be used"),
                          HasSubstr("the class \"texts\" has no pictures")));
}

TEST_F(CheckImages, WarnsOfFewPicturesAndGreatImbalance) {
  fill("d", {"many"}, 30);
  fill("d", {"one"}, 1);
  fill("d", {"some"}, 3);
  const auto checked = check();
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_THAT(of(checked.findings, "few-items"),
              ElementsAre(HasSubstr("\"one\" has only 1 picture, too few to check it with"),
                          HasSubstr("\"some\" has only 3 pictures")));
  EXPECT_THAT(of(checked.findings, "imbalance"),
              ElementsAre(HasSubstr("88.2 % of the pictures are of the class \"many\"")));
}

TEST_F(CheckImages, HoldsTheOtherChannelsToTheSameClasses) {
  fill("d", {"a", "b", "c"}, 12);
  fill("v", {"b", "B"}, 2);
  const auto checked = check("v");
  EXPECT_THAT(of(checked.findings, "unknown-class"),
              ElementsAre("error " + at("v") +
                          ": the class \"B\" (2 pictures) is in the validation data, but the model "
                          "has no such class"));
  EXPECT_THAT(of(checked.findings, "missing-class"),
              ElementsAre(HasSubstr("no pictures of the class \"a\""),
                          HasSubstr("no pictures of the class \"c\"")));
  ASSERT_EQ(checked.validation->items.size(), 2);
  EXPECT_EQ(checked.validation->items[0].class_index, 1);
  EXPECT_EQ(checked.validation->classes.size(), 3);
}

TEST_F(CheckImages, HoldsAModelThatKeepsItsHeadToItsClassesInTheirOrder) {
  fill("d", {"a", "b", "new"}, 12);
  options_.classes = {{"b", "a", "gone"}};
  const auto checked = check();
  EXPECT_THAT(of(checked.findings, "unknown-class"), ElementsAre(HasSubstr("error")));
  EXPECT_THAT(of(checked.findings, "missing-class"),
              ElementsAre(HasSubstr("error " + at("d") +
                                    ": the model to go on with has the class "
                                    "\"gone\"")));
  EXPECT_THAT(checked.training->classes, ElementsAre("b", "a", "gone"));
  EXPECT_EQ(checked.training->items[0].path, "b/0.jpg");
  EXPECT_EQ(checked.training->items[12].class_index, 1);
}

TEST_F(CheckImages, EvaluatesWithoutTrainingData) {
  fill("t", {"a", "b"}, 2);
  options_.classes = {{"a", "b", "c"}};
  const auto checked = check_images({"", "", at("t")}, options_);
  EXPECT_FALSE(has_errors(checked.findings));
  EXPECT_EQ(checked.test->items.size(), 4);
  EXPECT_THAT(of(checked.findings, "missing-class"), ElementsAre(HasSubstr("warning")));
}

TEST_F(CheckImages, ReportsAChannelThatIsNotThereBesideTheRest) {
  fill("d", {"a", "b"}, 12);
  put(at("d/a/empty.jpg"), "");
  const auto checked = check("gone", "d/a");
  EXPECT_THAT(
      of(checked.findings, "no-data"),
      ElementsAre(HasSubstr("gone does not exist"), HasSubstr("holds \"0.jpg\" and 12 more")));
  EXPECT_EQ(of(checked.findings, "broken-picture").size(), 1);
  EXPECT_FALSE(checked.validation.has_value());
}

TEST_F(CheckImages, NamesFilesThatMayNotBeRead) {
  fill("d", {"a", "b"}, 12);
  fs::permissions(at("d/a/0.jpg"), fs::perms::none);
  const AsNobody nobody(folder_.path());
  EXPECT_THAT(of(check().findings, "unreadable"), ElementsAre(HasSubstr("Permission denied")));
}

TEST_F(CheckImages, IsTheSameWithAnyNumberOfThreads) {
  fill("d", {"a", "b"}, 20);
  put(at("d/a/empty.jpg"), "");
  put(at("d/b/notes.txt"), "x");
  put(at("d/b/copy.jpg"), jpeg_bytes(5));
  const auto report = [&](int threads) {
    options_.threads = threads;
    const auto checked = check();
    return to_line(check_report(checked.findings)) + data_hash(*checked.training);
  };
  EXPECT_EQ(report(1), report(2));
  EXPECT_EQ(report(1), report(5));
}

TEST_F(CheckImages, ReportsProgressToTheEnd) {
  fill("d", {"a", "b"}, 50);
  int64_t last = 0;
  int64_t all = 0;
  options_.progress = [&](int64_t done, int64_t total) {
    EXPECT_GE(done, last);
    last = done;
    all = total;
  };
  check();
  EXPECT_EQ(last, 100);
  EXPECT_EQ(all, 100);
}

TEST_F(CheckImages, HashesContentNotNames) {
  fill("d", {"a", "b"}, 12);
  const std::string before = data_hash(*check().training);
  fs::rename(at("d/a/0.jpg"), at("d/a/zzz.jpg"));
  EXPECT_EQ(data_hash(*check().training), before);
  fs::rename(at("d/a/zzz.jpg"), at("d/b/zzz.jpg"));
  EXPECT_NE(data_hash(*check().training), before);
}

}  // namespace
}  // namespace sempurna
