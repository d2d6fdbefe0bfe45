#include <gtest/gtest.h>
#include <signal.h>

#include <cstdlib>
#include <memory>
#include <thread>

#include "base/folder_lock.h"
#include "base/process.h"
#include "catalog/worker_status.h"
#include "job_fixture.h"
#include "model_files.h"
#include "train/run_training.h"

// A run that is killed, stopped, or finds another at work.

namespace sempurna {
namespace {

class InterruptedRun : public JobFixture {};

// The process that the next tests kill.
TEST(InterruptedRunChild, RunsWhereTheEnvironmentSays) {
  const char* folder = std::getenv("SEMPURNA_TEST_JOB");
  if (folder == nullptr) GTEST_SKIP() << "only run by the tests below";
  std::_Exit(run_training(JobFolder{folder}, {.checkpoint_seconds = 0}));
}

std::unique_ptr<Process> start_child(const JobFolder& job) {
  ::setenv("SEMPURNA_TEST_JOB", job.root.c_str(), 1);
  auto child = std::make_unique<Process>(
      std::vector<std::string>{fs::read_symlink("/proc/self/exe").string(),
                               "--gtest_filter=InterruptedRunChild.*", "--gtest_brief=1"},
      Process::Options{job.root.string() + ".log"});
  ::unsetenv("SEMPURNA_TEST_JOB");
  return child;
}

/// Waits until the child has ended or its progress has grown beyond `bytes`.
void wait_for_progress(Process& child, const JobFolder& job, uintmax_t bytes) {
  while (!child.poll() && (!fs::exists(job.progress()) || fs::file_size(job.progress()) < bytes)) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

/// Kills a job at random places of its progress until it is done, and compares it with one that was
/// left alone.
void kill_until_done(const JobFolder& whole, const JobFolder& job) {
  ASSERT_TRUE(start_child(whole)->wait().ok());
  const uintmax_t all = fs::file_size(whole.progress());
  Random random(static_cast<uint64_t>(::getpid()));
  int killed = 0;
  for (;; ++killed) {
    const auto child = start_child(job);
    if (killed < 8) {
      const uintmax_t before = fs::exists(job.progress()) ? fs::file_size(job.progress()) : 0;
      // So early that a crowded machine, which sees it late, still kills twice.
      wait_for_progress(*child, job, before + all / 20 + random.below(all / 5));
      child->signal(SIGKILL);
    }
    const Exit exit = child->wait();
    if (exit.signal == SIGKILL) continue;
    ASSERT_EQ(exit.status, 0) << read_file(job.root.string() + ".log");
    break;
  }
  EXPECT_GE(killed, 2);
  EXPECT_EQ(hash_of(whole.model()), hash_of(job.model()));
}

TEST_F(InterruptedRun, KilledAtRandomMomentsMakesTheSameModel) {
  const std::map<std::string, std::string> settings = {{"augmentation", "True"}, {"epochs", "4"}};
  kill_until_done(make_job("whole", settings), make_job("job", settings));
}

TEST_F(InterruptedRun, KilledWithAFrozenBackboneMakesTheSameModel) {
  const std::map<std::string, std::string> settings = {{"augmentation", "True"},
                                                       {"augmentation_views", "3"},
                                                       {"train_only_top_layer", "True"},
                                                       {"epochs", "6"}};
  kill_until_done(make_job("whole", settings), make_job("job", settings));
}

TEST_F(InterruptedRun, KilledWhileSolvingForTheHeadMakesTheSameModel) {
  const std::map<std::string, std::string> settings = {
      {"augmentation", "True"}, {"train_only_top_layer", "True"}, {"optimizer", "lbfgs"}};
  kill_until_done(make_job("whole", settings), make_job("job", settings));
}

TEST_F(InterruptedRun, StopSignalEndsWithItsOwnStatusAndCanBeResumed) {
  const std::map<std::string, std::string> settings = {{"epochs", "24"}};
  const JobFolder job = make_job("job", settings);
  const auto child = start_child(job);
  while (!fs::exists(job.progress()) || events(job, "epoch").empty()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  child->signal(SIGTERM);
  EXPECT_EQ(child->wait().status, 3);
  EXPECT_FALSE(fs::exists(job.failure()));
  EXPECT_EQ(events(job, "error").at(0).at("code"), "Cancelled");
  EXPECT_TRUE(start_child(job)->wait().ok());
  const JobFolder whole = make_job("whole", settings);
  EXPECT_TRUE(start_child(whole)->wait().ok());
  EXPECT_EQ(hash_of(whole.model()), hash_of(job.model()));
}

TEST_F(InterruptedRun, LeavesAFolderAloneThatAnotherWorkerHas) {
  const JobFolder job = make_job("job");
  FolderLock other(job.root);
  ASSERT_TRUE(other.try_take());
  testing::internal::CaptureStderr();
  EXPECT_EQ(run_training(job, {.wait_seconds = 0.1}), kWorkerBusy);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "another worker is at work on the job in " + job.root.string() + "\n");
  EXPECT_FALSE(fs::exists(job.progress()));
  EXPECT_FALSE(fs::exists(job.failure()));
}

TEST_F(InterruptedRun, WaitsForAnotherWorkerThatIsEnding) {
  const JobFolder job = make_job("job", {{"epochs", "1"}});
  auto other = std::make_unique<FolderLock>(job.root);
  ASSERT_TRUE(other->try_take());
  std::thread ending([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    EXPECT_FALSE(fs::exists(job.progress()));
    other.reset();
  });
  EXPECT_EQ(run_training(job), kWorkerDone);
  ending.join();
}

}  // namespace
}  // namespace sempurna