#include "dataset/finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dataset/check.h"
#include "dataset/collector.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;

Finding broken(const std::string& file) {
  return {Severity::Error, "broken-picture", file, 0, "this file is empty", "Remove it"};
}

TEST(Finding, BecomesJsonWithoutEmptyMembers) {
  EXPECT_EQ(to_line(to_json(
                Finding{Severity::Warning, "bad-row", "data.csv", 7, "no text", "Write one"})),
            R"({"severity":"warning","code":"bad-row","file":"data.csv","row":7,)"
            R"("message":"no text","remedy":"Write one"})");
  EXPECT_EQ(to_line(to_json(Finding{Severity::Fact, "class-counts", "", 0, "10 texts", ""})),
            R"({"severity":"fact","code":"class-counts","message":"10 texts"})");
}

TEST(Finding, BecomesOneLineWithItsPlace) {
  EXPECT_EQ(to_line(broken("a.jpg")), "a.jpg: this file is empty");
  EXPECT_EQ(to_line(Finding{Severity::Error, "x", "data.csv", 3, "no text", ""}),
            "data.csv, row 3: no text");
  EXPECT_EQ(to_line(Finding{Severity::Error, "x", "", 0, "nothing given", ""}), "nothing given");
  EXPECT_EQ(to_line(Finding{Severity::Error, "x", "d", 0, "d does not exist", ""}),
            "d does not exist");
}

TEST(Finding, ShowsNoControlCharacterOfAFileName) {
  EXPECT_EQ(to_line(broken("a\x1b[2Jb\n.jpg")), "a\\x1b[2Jb\\n.jpg: this file is empty");
}

TEST(Finding, IsDescribedInGroupsErrorsFirstWithTheRemedyOnce) {
  const Findings findings = {{Severity::Fact, "class-counts", "d", 0, "4 pictures", ""},
                             broken("a"),
                             {Severity::Warning, "repeated-item", "x", 0, "the same", "Remove one"},
                             broken("b"),
                             broken("c"),
                             broken("d")};
  EXPECT_THAT(
      describe(findings, 2),
      ElementsAre("error    a: this file is empty.", "error    b: this file is empty.",
                  "         and 2 more of this kind (broken-picture)", "         -> Remove it.",
                  "warning  x: the same.",  //
                  "         -> Remove one.", "fact     d: 4 pictures."));
}

TEST(Finding, KeepsDifferentRemediesWithTheirFindings) {
  const Findings findings = {{Severity::Error, "columns", "a", 0, "one column", "Write two"},
                             {Severity::Error, "columns", "b", 0, "three columns", "Keep two"}};
  EXPECT_THAT(describe(findings),
              ElementsAre("error    a: one column.", "         -> Write two.",
                          "error    b: three columns.", "         -> Keep two."));
}

TEST(Finding, CountsInWords) {
  EXPECT_EQ(counted(1, "texts"), "1 text");
  EXPECT_EQ(counted(0, "pictures"), "0 pictures");
  EXPECT_EQ(counted(1, "classes"), "1 class");
  EXPECT_EQ(counted(3, "classes"), "3 classes");
}

TEST(Finding, ExcerptsLongAndBrokenValues) {
  EXPECT_EQ(excerpt("short"), "\"short\"");
  EXPECT_EQ(excerpt(std::string(100, 'x')), "\"" + std::string(40, 'x') + "…\"");
  EXPECT_EQ(excerpt("a\xff\tb"), "\"a\\xff\\tb\"");
}

TEST(Collector, CountsWhatItDoesNotKeep) {
  Collector collector;
  collector.add(Severity::Fact, "class-counts", "d", 0, "much");
  for (int i = 0; i < Collector::kMost + 5; ++i) collector.add(broken("f" + std::to_string(i)));
  const Findings findings = collector.take();
  ASSERT_EQ(findings.size(), Collector::kMost + 2);
  EXPECT_EQ(findings[0].file, "f0");
  const Finding& rest = findings[Collector::kMost];
  EXPECT_EQ(rest.code, "broken-picture");
  EXPECT_EQ(rest.message, "5 more of this kind are not listed");
  EXPECT_EQ(findings.back().severity, Severity::Fact);
}

TEST(CheckReport, SaysTheVerdictAndCounts) {
  const Json refused = check_report({broken("a"), broken("b")});
  EXPECT_EQ(refused["verdict"], "refused");
  EXPECT_EQ(refused["errors"], 2);
  EXPECT_EQ(refused["findings"].size(), 2);
  EXPECT_EQ(check_report({})["verdict"], "accepted");
}

}  // namespace
}  // namespace sempurna
