#include "cli/job_findings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

using ::testing::ElementsAre;

class JobFindingsTest : public ::testing::Test {
 protected:
  JobFindingsTest() {
    make_folders(job_.channel("training"));
    write_file_atomic(temporary_.path() / "mine.csv", "0,a\n");
    fs::create_symlink(given_, job_.channel("training") / "data.csv");
    fs::create_directory_symlink(temporary_.path() / "flowers", job_.channel("test"));
  }
  static Json event(const Finding& finding) {
    return {{"event", "finding"}, {"finding", to_json(finding)}};
  }

  TemporaryFolder temporary_;
  fs::path given_ = temporary_.path() / "mine.csv";
  JobFolder job_{temporary_.path() / "job"};
};

TEST_F(JobFindingsTest, AreToldOnceWithThePlaceThatThePersonGave) {
  JobFindings findings(job_);
  const std::string csv = (job_.channel("training") / "data.csv").string();
  EXPECT_TRUE(findings.take(
      event({Severity::Error, "bad-label", csv, 7, "the label is \"x\"", "Write a number"})));
  EXPECT_TRUE(findings.take(event({Severity::Fact, "class-counts", csv, 0, "2 classes", ""})));
  EXPECT_THAT(findings.tell(),
              ElementsAre("error    " + given_.string() + ", row 7: the label is \"x\".",
                          "         -> Write a number."));
  EXPECT_TRUE(findings.tell().empty());
}

TEST_F(JobFindingsTest, LeaveOtherEventsAlone) {
  JobFindings findings(job_);
  EXPECT_FALSE(findings.take({{"event", "step"}, {"step", 3}}));
  EXPECT_FALSE(findings.take({{"event", "finding"}}));
  EXPECT_TRUE(findings.tell().empty());
}

}  // namespace
}  // namespace sempurna
