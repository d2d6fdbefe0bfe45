#include "jobs/job_log.h"

#include <gtest/gtest.h>

#include "base/files.h"

namespace sempurna {
namespace {

Time at(int64_t seconds) {
  return Time(std::chrono::seconds(seconds));
}

TEST(JobLog, TellsWhenEachLineCame) {
  const TemporaryFolder folder;
  const JobFolder job{folder.path()};
  EXPECT_TRUE(JobLog(job).lines().empty());
  JobLog log(job);
  log.note(at(1));  // nothing yet
  log.add("one");
  log.add("two");
  log.note(at(10));
  log.note(at(11));
  write_file_atomic(folder.path() / "log.txt", "one\ntwo\nhalf a");
  log.note(at(20));
  EXPECT_EQ(log.lines().size(), 2u);
  write_file_atomic(folder.path() / "log.txt", "one\ntwo\nhalf a line\nnot noted\n");
  EXPECT_EQ(JobLog(job).lines().size(), 2u);
  // Whoever runs the job next goes on, also when its clock went back.
  JobLog next(job);
  next.note(at(15));
  const auto lines = next.lines();
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[1].text, "two");
  EXPECT_EQ(lines[1].begin, 4u);
  EXPECT_EQ(lines[1].end, 8u);
  EXPECT_EQ(lines[1].time, at(10));
  EXPECT_EQ(lines[2].text, "half a line");
  EXPECT_EQ(lines[2].time, at(20));
  EXPECT_EQ(lines[3].time, at(20));
}

TEST(JobLog, ADamagedNoteOfTimesCostsNoLine) {
  const TemporaryFolder folder;
  write_file_atomic(folder.path() / "log.txt", "one\ntwo\n");
  write_file_atomic(folder.path() / "log.times", "4 1000\n3 500\n8 20");  // cut short
  const auto lines = JobLog({folder.path()}).lines();
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[1].time, at(1));
}

}  // namespace
}  // namespace sempurna
