#include "jobs/job_run.h"

#include <gtest/gtest.h>

#include <csignal>

#include "catalog/worker_status.h"
#include "fake_executor.h"
#include "job_folder_maker.h"
#include "jobs/finish_job.h"
#include "jobs/trains_only.h"
#include "store/disk_store.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using enum JobState;

// What a worker leaves that has done its work.
void make_model(const JobFolder& job) {
  make_folders(job.model());
  write_file_atomic(job.model() / "config.json", "{}");
  write_file_atomic(job.progress(),
                    "{\"event\": \"step\", \"step\": 1}\n"
                    "{\"event\": \"result\", \"epochs\": 2}\n");
}

class Run : public testing::Test {
 protected:
  Run()
      : folder_(lay_job(root_.path() / "out", "job", root_.path() / "data.csv")),
        job_{folder_, "job", "test-tc", true, lock_job(folder_)},
        records_(root_.path() / "home") {
    JobClock::begin(folder_);
  }

  fs::path archive() const { return folder_.output() / "model.tar.gz"; }
  JobRecord record() const { return records_.find(folder_).value(); }
  std::vector<JobState> states() const {
    std::vector<JobState> states;
    const JobRecord known = record();
    for (const JobChange& change : known.changes) states.push_back(change.state);
    return states;
  }
  JobRun start(const RemoteOutput* output = nullptr) {
    return JobRun(job_, &request_, records_, executor_, output);
  }
  // To its end.
  Json drive(JobRun& run) {
    for (;;) {
      const auto facts = run.poll([&](const Json& event) { events_.push_back(event); });
      if (facts) return *facts;
    }
  }
  Json drive() {
    JobRun run = start();
    return drive(run);
  }

  // From now on no state can be set down.
  void break_records() const {
    Database database(root_.path() / "home" / "jobs.sqlite", {"", "", "", ""});
    database.execute("DROP TABLE change");
  }

  TemporaryFolder root_;
  JobFolder folder_;
  PreparedJob job_;
  JobRecords records_;
  TrainingRequest request_;
  FakeExecutor executor_;
  std::vector<Json> events_;
};

TEST_F(Run, GoesFromItsStartToItsArchive) {
  executor_.work = make_model;
  const Json facts = drive();
  EXPECT_EQ(facts.at("epochs"), 2);
  EXPECT_EQ(events_.size(), 2u);
  EXPECT_TRUE(fs::exists(archive()));
  EXPECT_EQ(states(), (std::vector{Starting, Training, Uploading, Completed}));
  EXPECT_EQ(record().facts, facts);
}

TEST_F(Run, WhatHadFinishedIsNotDoneAgain) {
  executor_.work = make_model;
  const Json facts = drive();
  EXPECT_EQ(drive(), facts);
  EXPECT_EQ(executor_.started, 1);
  EXPECT_EQ(states().size(), 4u);
}

TEST_F(Run, KilledAfterTheArchiveCameItIsCompletedByTheNext) {
  executor_.work = make_model;
  const Json facts = drive();
  JobRecords others(root_.path() / "other-home");
  others.begin(folder_, "job", "test-tc", {}, true);
  others.change(folder_, Training);
  others.change(folder_, Uploading);
  JobRun run(job_, &request_, others, executor_, nullptr);
  EXPECT_TRUE(run.had_finished());
  EXPECT_EQ(drive(run), facts);
  EXPECT_EQ(others.find(folder_)->state(), Completed);
}

TEST_F(Run, AWorkerThatFailsSaysWhyInTheRecordToo) {
  executor_.work = [](const JobFolder& job) {
    make_folders(job.checkpoints() / "00000003");
    write_file_atomic(job.failure(), "the disk is full.\n");
  };
  executor_.exit = Exit{kWorkerFailed, 0};
  expect_error(Code::Unavailable, "the disk is full. Go on with: ", [&] { drive(); });
  EXPECT_EQ(states(), (std::vector{Starting, Training, Failed}));
  EXPECT_NE(record().message().find("the disk is full"), std::string::npos);
}

TEST_F(Run, AWorkerWithoutAResultHasFailed) {
  executor_.exit = Exit{};
  expect_error(Code::Internal, "ended unexpectedly", [&] { drive(); });
  EXPECT_EQ(record().state(), Failed);
}

TEST_F(Run, IsStoppedAsAsked) {
  executor_.exit = std::nullopt;
  executor_.exit_when_stopped = Exit{kWorkerStopped, 0};
  JobRun run = start();
  EXPECT_EQ(run.poll([](const Json&) {}), std::nullopt);
  run.stop();
  run.stop();
  EXPECT_EQ(record().state(), Stopping);
  expect_error(Code::Cancelled, "stopped as asked. Go on with: ", [&] { drive(run); });
  EXPECT_EQ(states(), (std::vector{Starting, Training, Stopping, Stopped}));
}

TEST_F(Run, ThatAServersWorkerWasToldToEndByAnotherEndsNoJob) {
  job_.is_served = true;
  for (const Exit told : {Exit{.status = kWorkerStopped}, Exit{.signal = SIGTERM}}) {
    executor_.exit = told;
    EXPECT_THROW(drive(), Error);
    EXPECT_EQ(record().state(), Interrupted);
    EXPECT_EQ(record().message(), "its worker was told to end, though not by the server");
  }
  executor_.exit = Exit{.signal = SIGKILL};
  EXPECT_THROW(drive(), Error);
  EXPECT_EQ(record().state(), Failed);
}

// Else a full disk would cost the state that the worker saves when it is asked to end.
TEST_F(Run, IsStoppedThoughItCannotBeSetDown) {
  executor_.exit = std::nullopt;
  executor_.exit_when_stopped = Exit{kWorkerStopped, 0};
  JobRun run = start();
  break_records();
  run.stop();
  expect_error(Code::Cancelled, "stopped as asked", [&] { drive(run); });
}

TEST_F(Run, AJobThatCannotBeSetDownGivesItsNameBack) {
  break_records();
  expect_error(Code::Unavailable, "no such table", [&] { start(); });
  EXPECT_EQ(executor_.started, 0);
  EXPECT_FALSE(fs::exists(folder_.root));
}

TEST_F(Run, AnotherProcessAsksForItsEndByItsRecord) {
  executor_.exit = std::nullopt;
  executor_.exit_when_stopped = Exit{kWorkerStopped, 0};
  JobRun run = start();
  EXPECT_EQ(run.poll([](const Json&) {}), std::nullopt);
  JobRecords others(root_.path() / "home");
  others.change(folder_, Stopping);
  expect_error(Code::Cancelled, "stopped as asked", [&] { drive(run); });
  EXPECT_EQ(states(), (std::vector{Starting, Training, Stopping, Stopped}));
}

// The result came before the worker heard it.
TEST_F(Run, AskedToStopTooLateItIsCompleted) {
  executor_.work = make_model;
  executor_.exit = std::nullopt;
  executor_.exit_when_stopped = Exit{};
  JobRun run = start();
  EXPECT_EQ(run.poll([](const Json&) {}), std::nullopt);
  run.stop();
  EXPECT_EQ(drive(run).at("epochs"), 2);
  EXPECT_EQ(states(), (std::vector{Starting, Training, Stopping, Uploading, Completed}));
}

TEST_F(Run, OfAJobThatAnotherWorkerHasNothingIsSetDown) {
  executor_.exit = Exit{kWorkerBusy, 0};
  expect_error(Code::Conflict, "another worker is still at work", [&] { drive(); });
  EXPECT_EQ(record().state(), Training);
}

TEST_F(Run, AWorkerThatCannotBeStartedLeavesARecordAndNoFolder) {
  struct Broken : public TrainsOnly {
    std::unique_ptr<Execution> start(const JobFolder&, const WorkerOptions&) override {
      throw Error(Code::NotFound, "the program is not there");
    }
  } broken;
  expect_error(Code::NotFound, "the program is not there",
               [&] { JobRun(job_, &request_, records_, broken, nullptr); });
  EXPECT_EQ(record().state(), Failed);
  EXPECT_EQ(record().message(), "the program is not there");
  EXPECT_FALSE(fs::exists(folder_.root));
}

TEST_F(Run, AResultThatCannotBePackedIsKeptForTheNextRun) {
  executor_.work = [this](const JobFolder& job) {
    make_model(job);
    fs::remove_all(job.output());
    write_file_atomic(job.output(), "in the way");
  };
  EXPECT_THROW(drive(), Error);
  EXPECT_EQ(record().state(), Failed);
  EXPECT_TRUE(fs::exists(folder_.model()));
}

// A model that took hours is not given up for a line in a list.
TEST_F(Run, AResultIsPackedThoughItCannotBeSetDown) {
  executor_.work = [this](const JobFolder& job) {
    make_model(job);
    break_records();
  };
  EXPECT_EQ(drive().at("epochs"), 2);
  EXPECT_TRUE(fs::exists(archive()));
}

TEST_F(Run, WhatKilledAttemptsLeftOfTheArchiveGoes) {
  make_folders(folder_.output());
  write_file_atomic(folder_.output() / "model.tar.gz.packed.0011.partial", "half");
  executor_.work = make_model;
  drive();
  EXPECT_FALSE(fs::exists(folder_.output() / "model.tar.gz.packed.0011.partial"));
}

TEST_F(Run, ACompletedJobWhoseArchiveIsGoneCanBeginAgain) {
  executor_.work = make_model;
  drive();
  fs::remove(archive());
  executor_.work = [](const JobFolder& job) {
    const std::string before = read_file(job.progress());
    make_model(job);
    write_file_atomic(job.progress(), before + "{\"event\": \"result\", \"epochs\": 3}\n");
  };
  EXPECT_EQ(drive().at("epochs"), 3);
  EXPECT_EQ(record().state(), Completed);
  EXPECT_EQ(executor_.started, 2);
}

class RunToAStore : public Run {
 protected:
  RunToAStore() : store_(root_.path() / "store") { executor_.work = make_model; }

  RemoteOutput claim(const std::string& place) {
    TrainingRequest request;
    request.name = "job";
    request.output = place;
    return RemoteOutput::claim(store_, request);
  }

  DiskStore store_;
};

TEST_F(RunToAStore, TheResultIsPutIntoTheBucketAndKeptHere) {
  store_.create_bucket({.name = "results"});
  const RemoteOutput output = claim("s3://results/runs");
  JobRun run = start(&output);
  const Json facts = drive(run);
  EXPECT_EQ(facts.at("output"), "s3://results/runs/job/output/model.tar.gz");
  EXPECT_EQ(facts.at("local_output"), archive().string());
  EXPECT_TRUE(store_.head("results", "runs/job/output/model.tar.gz"));
  EXPECT_TRUE(store_.head("results", "runs/job/job.json"));
  EXPECT_EQ(record().facts.at("output"), facts.at("output"));
  expect_error(Code::AlreadyExists, "a job named job is already in s3://results/runs",
               [&] { claim("s3://results/runs"); });
}

TEST_F(RunToAStore, AnUploadThatFailedIsDoneByTheNextRun) {
  store_.create_bucket({.name = "results"});
  const RemoteOutput output = claim("s3://results");
  store_.remove_bucket("results");
  {
    JobRun run = start(&output);
    expect_error(Code::NotFound, "the model is ready in", [&] { drive(run); });
  }
  EXPECT_EQ(record().state(), Failed);
  store_.create_bucket({.name = "results"});
  job_.fresh = false;
  JobRun again = start(&output);
  EXPECT_TRUE(again.had_finished());
  drive(again);
  EXPECT_EQ(states(),
            (std::vector{Starting, Training, Uploading, Failed, Starting, Uploading, Completed}));
  EXPECT_TRUE(store_.head("results", "job/output/model.tar.gz"));
}

}  // namespace
}  // namespace sempurna
