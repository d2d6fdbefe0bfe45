#include "jobs/job_failure.h"

#include <gtest/gtest.h>

#include <csignal>

#include "catalog/worker_status.h"
#include "job_folder_maker.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

class JobFailure : public testing::Test {
 protected:
  PreparedJob make(const std::string& name, bool fresh = true) {
    const JobFolder folder = lay_job(folder_.path(), name, folder_.path() / "data.csv");
    return {folder, name, "test-tc", fresh, lock_job(folder)};
  }
  static void fail(const PreparedJob& job, const std::string& sentence) {
    write_file_atomic(job.folder.failure(), sentence + ".\n");
  }
  std::string advice(const std::string& name) const {
    return ". Go on with: `sempurna fine-tune --resume --name " + name + " --output " +
           folder_.path().string() + "`";
  }
  static constexpr Exit kFailed{kWorkerFailed, 0};

 private:
  TemporaryFolder folder_;
};

TEST_F(JobFailure, AJobThatNeverBeganGivesItsNameBack) {
  const PreparedJob job = make("refused");
  make_folders(job.folder.checkpoints());
  write_file_atomic(job.folder.checkpoints() / "forecast.json", "{}");
  fail(job, "data.csv row 2 is broken");
  expect_error(Code::Unavailable, "data.csv row 2 is broken",
               [&] { throw fail_job(job, kFailed, false); });
  EXPECT_FALSE(fs::exists(job.folder.root));
}

TEST_F(JobFailure, AJobWithACheckpointStaysAndSaysHowToGoOn) {
  for (const char* kept : {"00000003", "features/training"}) {
    const PreparedJob job = make("kept");
    make_folders(job.folder.checkpoints() / kept);
    fail(job, "the disk is full");
    expect_error(Code::Unavailable, "the disk is full" + advice("kept"),
                 [&] { throw fail_job(job, kFailed, false); });
    EXPECT_TRUE(fs::exists(job.folder.checkpoints() / kept));
    fs::remove_all(job.folder.root);
  }
}

TEST_F(JobFailure, AModelThatCouldNotBePackedSaysHowToGoOn) {
  const PreparedJob job = make("unpacked");
  expect_error(Code::ResourceLimit, "the disk is full" + advice("unpacked"),
               [&] { throw unfinished_job(job, Error(Code::ResourceLimit, "the disk is full")); });
}

TEST_F(JobFailure, WhatWouldFailAgainIsNotAdvised) {
  const PreparedJob job = make("changed");
  make_folders(job.folder.checkpoints() / "00000003");
  fail(job, "the data is no longer the same; start a job with a new name");
  expect_error(Code::InvalidArgument, "the data is no longer the same; start a job with a new name",
               [&] {
                 try {
                   throw fail_job(job, {kWorkerRefused, 0}, false);
                 } catch (const Error& error) {
                   EXPECT_EQ(std::string(error.what()).find("Go on with"), std::string::npos)
                       << error.what();
                   throw;
                 }
               });
  EXPECT_TRUE(fs::exists(job.folder.root));
}

TEST_F(JobFailure, WhatWasThereBeforeOrWasStoppedStays) {
  const PreparedJob old = make("old", false);
  fail(old, "data.csv row 2 is broken");
  expect_error(Code::Unavailable, "row 2", [&] { throw fail_job(old, kFailed, false); });
  EXPECT_TRUE(fs::exists(old.folder.root));
  const PreparedJob stopped = make("stopped");
  expect_error(Code::Cancelled, "stopped as asked" + advice("stopped"), [&] {
    throw fail_job(stopped, {kWorkerStopped, 0}, true);
  });
  EXPECT_TRUE(fs::exists(stopped.folder.root));
}

TEST_F(JobFailure, ALostOrBusyWorkerIsTold) {
  const PreparedJob crashed = make("crashed");
  expect_error(Code::Internal,
               "the worker ended unexpectedly (signal 11); its log is " +
                   (crashed.folder.root / "log.txt").string(),
               [&] {
                 throw fail_job(crashed, {0, SIGSEGV}, false);
               });
  EXPECT_TRUE(fs::exists(crashed.folder.root));
  const PreparedJob killed = make("killed");
  expect_error(Code::ResourceLimit,
               "memory ran out; close other programs first, or start a new job "
               "with a smaller batch_size" +
                   advice("killed"),
               [&] {
                 throw fail_job(killed, {0, SIGKILL}, false);
               });
  // Before its first checkpoint too: --resume begins it anew.
  EXPECT_TRUE(fs::exists(killed.folder.root));
  const PreparedJob busy = make("busy");
  expect_error(Code::Conflict, "another worker is still at work on the job busy", [&] {
    throw fail_job(busy, {kWorkerBusy, 0}, false);
  });
  EXPECT_TRUE(fs::exists(busy.folder.root));
}

}  // namespace
}  // namespace sempurna
