#include "jobs/job_state.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace sempurna {
namespace {

using enum JobState;

constexpr JobState kAll[] = {Starting,   Pending, Downloading, Training, Uploading,
                             Completed,  Failed,  Stopping,    Stopped,  MaxRuntimeExceeded,
                             Interrupted};

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

TEST(JobState, WhatHasEndedCanOnlyBeginAgain) {
  for (const JobState ended : {Completed, Failed, Stopped, MaxRuntimeExceeded, Interrupted}) {
    for (const JobState next : kAll) EXPECT_EQ(may_follow(ended, next), next == Starting);
    EXPECT_TRUE(may_follow(ended, Starting));
    EXPECT_FALSE(may_follow(ended, Completed));
  }
  EXPECT_FALSE(may_follow(Training, Completed));
}

}  // namespace
}  // namespace sempurna
