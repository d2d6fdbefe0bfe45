#include "jobs/job_name.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

#include "base/files.h"

namespace sempurna {
namespace {

TEST(JobName, FollowsSageMakersRule) {
  EXPECT_FALSE(fault_of_job_name("a"));
  EXPECT_FALSE(fault_of_job_name("Run-2--b"));
  EXPECT_FALSE(fault_of_job_name(std::string(63, 'a')));
  EXPECT_EQ(fault_of_job_name(std::string(64, 'a')), "it must have 1 to 63 characters");
  EXPECT_EQ(fault_of_job_name(""), "it must have 1 to 63 characters");
  EXPECT_EQ(fault_of_job_name("../x"), "it may hold only letters, digits and hyphens");
  EXPECT_EQ(fault_of_job_name("-a"), "it may neither start nor end with a hyphen");
}

TEST(JobName, ATimedNameIsAlwaysAllowed) {
  const std::vector<std::string> ids = {"sempurna-ic-small", "x", std::string(63, 'a')};
  for (const std::string& id : ids) {
    EXPECT_FALSE(fault_of_job_name(timed_job_name(id))) << timed_job_name(id);
  }
}

TEST(JobName, SuggestsTheFirstFreeName) {
  const TemporaryFolder folder;
  EXPECT_EQ(free_job_name(folder.path(), "run"), "run");
  make_folders(folder.path() / "run");
  make_folders(folder.path() / "run-2");
  make_folders(folder.path() / std::string(63, 'a'));
  EXPECT_EQ(free_job_name(folder.path(), "run"), "run-3");
  EXPECT_EQ(free_job_name(folder.path(), std::string(63, 'a')), std::string(61, 'a') + "-2");
}

TEST(JobName, TheArnTakesTheRegionFromTheEnvironment) {
  ::unsetenv("AWS_REGION");
  ::unsetenv("AWS_DEFAULT_REGION");
  EXPECT_EQ(job_arn("run"), "arn:aws:sagemaker:us-east-1:000000000000:training-job/run");
  ::setenv("AWS_REGION", "ap-southeast-3", 1);
  EXPECT_EQ(job_arn("run"), "arn:aws:sagemaker:ap-southeast-3:000000000000:training-job/run");
  ::unsetenv("AWS_REGION");
}

}  // namespace
}  // namespace sempurna
