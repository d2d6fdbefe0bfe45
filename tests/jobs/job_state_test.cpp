#include "jobs/job_state.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sempurna {
namespace {

using enum JobState;

constexpr JobState kAll[] = {Starting, Training, Uploading, Completed,
                             Failed,   Stopping, Stopped,   Interrupted};

TEST(JobState, NamesAreReadBack) {
  for (const JobState state : kAll) EXPECT_EQ(job_state_named(name(state)), state);
  EXPECT_EQ(job_state_named("Sleeping"), std::nullopt);
}

TEST(JobState, StatusesAreSageMakers) {
  const std::set<std::string_view> statuses = {"InProgress", "Completed", "Failed", "Stopping",
                                               "Stopped"};
  for (const JobState state : kAll) EXPECT_TRUE(statuses.contains(status_of(state))) << name(state);
  EXPECT_EQ(status_of(Uploading), "InProgress");
  EXPECT_EQ(status_of(Interrupted), "Stopped");
}

TEST(JobState, EveryJobThatIsAtWorkCanFailAndBeInterrupted) {
  for (const JobState state : kAll) {
    EXPECT_EQ(may_follow(state, Failed), is_at_work(state)) << name(state);
    EXPECT_EQ(may_follow(state, Interrupted), is_at_work(state)) << name(state);
  }
}

TEST(JobState, OnlyACompletedJobHasNoWayOn) {
  for (const JobState state : kAll) {
    bool has_next = false;
    for (const JobState next : kAll) has_next = has_next || may_follow(state, next);
    EXPECT_EQ(has_next, state != Completed) << name(state);
  }
  for (const JobState ended : {Failed, Stopped, Interrupted}) {
    EXPECT_TRUE(may_follow(ended, Starting));
    EXPECT_FALSE(may_follow(ended, Completed));
  }
  EXPECT_FALSE(may_follow(Training, Completed));
}

}  // namespace
}  // namespace sempurna
