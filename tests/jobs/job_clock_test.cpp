#include "jobs/job_clock.h"

#include <gtest/gtest.h>

#include "base/json.h"

namespace sempurna {
namespace {

TEST(JobClock, CountsAKilledPartAndKeepsTheDayOfTheFirst) {
  const TemporaryFolder folder;
  const JobFolder job{folder.path()};
  JobClock::begin(job);
  EXPECT_EQ(read_json(job_record(job)).size(), 1u);
  write_file_atomic(job_record(job), to_pretty({{"created", "2025-01-31T12:00:00Z"}}));
  // A worker that was killed leaves only this behind.
  write_file_atomic(
      job.progress(),
      "{\"time\": 100, \"event\": \"start\"}\n{\"time\": 160, \"event\": \"step\"}\n");
  const JobClock clock(job);
  EXPECT_EQ(clock.created(), "2025-01-31T12:00:00Z");
  EXPECT_GE(clock.seconds(), 60);
  EXPECT_LT(clock.seconds(), 70);
}

TEST(JobClock, AFolderWithoutARecordBeginsNow) {
  const TemporaryFolder folder;
  const JobClock clock(JobFolder{folder.path()});
  EXPECT_GE(utc_now(), clock.created());
  EXPECT_LT(clock.seconds(), 10);
}

}  // namespace
}  // namespace sempurna
