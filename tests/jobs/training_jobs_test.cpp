#include "jobs/training_jobs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/database.h"
#include "jobs/finish_job.h"
#include "jobs/job_log.h"
#include "jobs/served_jobs.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using enum JobState;

TEST_F(Served, AJobGoesFromTheStoreToTheStore) {
  executor_.lets_go = true;
  TrainingRequest asked = request();
  asked.without_network = true;
  asked.instance_type = "ml.p3.8xlarge";
  asked.remarks = {"Environment has no effect here"};
  accept("one", asked);
  EXPECT_EQ(end_of("one"), Completed);
  EXPECT_EQ(states("one"), (std::vector{Starting, Downloading, Training, Uploading, Completed}));
  EXPECT_TRUE(executor_.was_confined);
  EXPECT_EQ(executor_.threads, 3);
  EXPECT_TRUE(store_.head("jobs", "out/one/output/model.tar.gz"));
  const JobRecord job = jobs_->find("one").value();
  EXPECT_EQ(job.facts.at("training_job_arn"), "arn:one");
  EXPECT_EQ(job.facts.at("output"), "s3://jobs/out/one/output/model.tar.gz");
  EXPECT_EQ(job.asked.at("TrainingJobName"), "one");
  // The last lines are noted once the job has ended.
  auto log = JobLog({job.folder}).lines();
  for (int tries = 0; tries < 400 && log.size() < 3; ++tries) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    log = JobLog({job.folder}).lines();
  }
  ASSERT_EQ(log.size(), 3u);
  EXPECT_EQ(log[0].text, "Environment has no effect here");
  EXPECT_TRUE(log[1].text.starts_with("ml.p3.8xlarge has 4 GPUs")) << log[1].text;
  EXPECT_EQ(log[2].text, "s3://jobs/texts/data.csv, row 3: a finding; mend it");
  EXPECT_GE(log[2].time, log[0].time);
  EXPECT_EQ(read_job_input({job.folder}).instance_type, "ml.p3.8xlarge");
}

TEST_F(Served, JobsComeOneAfterTheOther) {
  accept("one");
  wait_until("one", Training);
  accept("two");
  accept("three");
  EXPECT_EQ(jobs_->find("two")->state(), Pending);
  EXPECT_EQ(jobs_->find("three")->message(),
            "Waiting for its turn: place 2 in the queue, with 1 job at work");
  expect_error(Code::AlreadyExists, "there is a job in", [&] { accept("two"); });
  jobs_->stop("two");
  EXPECT_EQ(jobs_->find("three")->message(),
            "Waiting for its turn: place 1 in the queue, with 1 job at work");
  accept("four");
  executor_.lets_go = true;
  for (const char* name : {"one", "three", "four"}) EXPECT_EQ(end_of(name), Completed) << name;
  EXPECT_EQ(jobs_->list().size(), 4u);
  EXPECT_EQ(jobs_->list().front().name, "one");
}

TEST_F(Served, AsManyAtOnceAsMayBeInTurnForThoseWhoAsk) {
  close();
  at_once_ = 2;
  open();
  const auto asked_by = [](const std::string& owner) {
    TrainingRequest asked = request();
    asked.owner = owner;
    return asked;
  };
  for (const char* name : {"a1", "a2", "a3", "a4"}) accept(name, asked_by("a"));
  wait_until("a1", Training);
  wait_until("a2", Training);
  accept("b1", asked_by("b"));
  EXPECT_EQ(jobs_->find("b1")->message(),
            "Waiting for its turn: place 1 in the queue, with 2 jobs at work");
  EXPECT_EQ(jobs_->find("a3")->message(),
            "Waiting for its turn: place 2 in the queue, with 2 jobs at work");
  jobs_->stop("a1");
  wait_until("b1", Training);
  EXPECT_EQ(jobs_->find("a3")->state(), Pending);
  // Those that were at work go on first.
  close();
  open();
  wait_until("a2", Training);
  wait_until("b1", Training);
  EXPECT_EQ(jobs_->find("a3")->state(), Pending);
  executor_.lets_go = true;
  for (const char* name : {"a2", "a3", "a4", "b1"}) EXPECT_EQ(end_of(name), Completed) << name;
}

TEST_F(Served, AJobThatNeedsMoreMemoryThanThereIsWaitsForIt) {
  close();
  at_once_ = 3;
  open();
  TrainingRequest large = request();
  large.memory_bytes = 600'000;
  accept("one", large);
  wait_until("one", Training);
  accept("two", large);
  EXPECT_EQ(jobs_->find("two")->message(),
            "Waiting for memory: it takes about 600 kB, more than what is at work leaves (1 job)");
  accept("three");  // takes nothing, but is not its turn
  EXPECT_EQ(jobs_->find("three")->state(), Pending);
  memory_ = 1'200'000;
  wait_until("two", Training);
  wait_until("three", Training);
  executor_.lets_go = true;
  for (const char* name : {"one", "two", "three"}) EXPECT_EQ(end_of(name), Completed) << name;
}

TEST_F(Served, AloneAJobTriesWhateverItNeeds) {
  TrainingRequest large = request();
  large.memory_bytes = 10'000'000;
  accept("one", large);
  wait_until("one", Training);
}

TEST_F(Served, AJobThatIsRefusedTheMemoryWhichAnotherHasWaitsForIt) {
  close();
  at_once_ = 2;
  open();
  accept("one");
  wait_until("one", Training);
  executor_.refused = 2;
  memory_ = 800'000;
  accept("two");
  wait_for("two", [&](JobState state) {
    return state == Pending && std::ranges::count(states("two"), Interrupted) > 0;
  });
  EXPECT_EQ(jobs_->find("two")->message(),
            "Waiting for memory: it takes about 900 kB, more than what is at work leaves (1 job)");
  EXPECT_THAT(read_file(home() / "jobs" / "two" / "log.txt"),
              testing::HasSubstr("Waits until other jobs leave it the 900 kB of memory"));
  executor_.lets_go = true;
  for (const char* name : {"one", "two"}) EXPECT_EQ(end_of(name), Completed) << name;
}

TEST_F(Served, AloneAJobThatIsRefusedMemoryFails) {
  executor_.refused = 1;
  accept("one");
  EXPECT_EQ(end_of("one"), Failed);
  EXPECT_EQ(jobs_->find("one")->message(), "needs about 900 kB of memory");
  EXPECT_EQ(executor_.started, 1);
}

TEST_F(Served, AJobIsStoppedWhereverItIs) {
  accept("runs");
  wait_until("runs", Training);
  accept("waits");
  jobs_->stop("waits");
  EXPECT_EQ(states("waits"), (std::vector{Starting, Pending, Stopping, Stopped}));
  jobs_->stop("runs");
  jobs_->stop("runs");
  EXPECT_EQ(end_of("runs"), Stopped);
  EXPECT_EQ(executor_.started, 1);
  expect_error(Code::Conflict, "the training job runs has ended", [&] { jobs_->stop("runs"); });
  expect_error(Code::NotFound, "there is no training job x", [&] { jobs_->stop("x"); });
}

TEST_F(Served, WhatIsThereByTheResultsNameIsReplacedAndNoCopyStays) {
  put("out/one/output/model.tar.gz", "foreign");
  executor_.lets_go = true;
  accept("one");
  EXPECT_EQ(end_of("one"), Completed);
  EXPECT_GT(store_.head("jobs", "out/one/output/model.tar.gz")->size, 7u);
  close();
  for (const auto& entry : fs::recursive_directory_iterator(home() / "s3")) {
    EXPECT_NE(entry.path().filename(), "data.csv") << entry.path();
  }
}

TEST_F(Served, WhatBecameOfAJobIsSetDownOnceThereIsRoom) {
  accept("one");
  wait_until("one", Training);
  // No more changes: as on a full disk.
  Database database(home() / "jobs.sqlite", {"", "", "", ""});
  database.execute(
      "CREATE TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(FAIL, 'full'); END");
  executor_.lets_go = true;
  while (!store_.head("jobs", "out/one/output/model.tar.gz"))
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(jobs_->find("one")->state(), Training);
  database.execute("DROP TRIGGER full");
  EXPECT_EQ(end_of("one"), Completed);
}

TEST_F(Served, AJobEndsWhenItsTimeIsUp) {
  TrainingRequest asked = request();
  asked.max_seconds = 1;
  accept("slow", asked);
  EXPECT_EQ(end_of("slow"), MaxRuntimeExceeded);
}

TEST_F(Served, AStoppedJobUploadsWhatItHas) {
  executor_.has_best = true;
  TrainingRequest slow = request();
  slow.max_seconds = 1;
  accept("slow", slow);
  EXPECT_EQ(end_of("slow"), MaxRuntimeExceeded);
  accept("stopped");
  wait_until("stopped", Training);
  jobs_->stop("stopped");
  EXPECT_EQ(end_of("stopped"), Stopped);
  for (const std::string name : {"slow", "stopped"}) {
    EXPECT_TRUE(store_.head("jobs", "out/" + name + "/output/model.tar.gz")) << name;
    EXPECT_EQ(jobs_->find(name)->facts.at("epochs"), 2) << name;
  }
  executor_.has_best = false;
  accept("has-nothing");
  wait_until("has-nothing", Training);
  jobs_->stop("has-nothing");
  EXPECT_EQ(end_of("has-nothing"), Stopped);
  EXPECT_TRUE(jobs_->find("has-nothing")->facts.is_null());
  EXPECT_FALSE(store_.head("jobs", "out/has-nothing/output/model.tar.gz"));
}

TEST_F(Served, WhatCannotBeDoneFailsInPlacesThatTheCallerKnows) {
  accept("nothing", request("s3://jobs/nothing"));
  EXPECT_EQ(end_of("nothing"), Failed);
  EXPECT_EQ(jobs_->find("nothing")->message(),
            "s3://jobs/nothing holds no objects at this server; check the name");
  EXPECT_EQ(jobs_->find("nothing")->changes.back().code, Code::NotFound);
  put("pictures/a.txt", "no table");
  accept("no-table", request("s3://jobs/pictures"));
  EXPECT_EQ(end_of("no-table"), Failed);
  EXPECT_NE(jobs_->find("no-table")->message().find("s3://jobs/pictures"), std::string::npos)
      << jobs_->find("no-table")->message();
  EXPECT_EQ(executor_.started, 0);
}

TEST_F(Served, OneThatWaitsIsEndedByWhoeverSharesTheRecords) {
  accept("one");
  wait_until("one", Training);
  accept("two");
  JobRecords others(home());
  others.change({home() / "jobs" / "two"}, Stopping);
  others.change({home() / "jobs" / "two"}, Stopped);
  others.change({home() / "jobs" / "one"}, Stopping);
  EXPECT_EQ(end_of("one"), Stopped);
  accept("three");
  executor_.lets_go = true;
  EXPECT_EQ(end_of("three"), Completed);
  EXPECT_EQ(states("two"), (std::vector{Starting, Pending, Stopping, Stopped}));
}

TEST_F(Served, AJobWaitsNoLongerThanItMay) {
  accept("one");
  wait_until("one", Training);
  TrainingRequest short_of_time = request();
  short_of_time.max_pending_seconds = 1;
  accept("two", short_of_time);
  EXPECT_EQ(end_of("two"), Stopped);
  EXPECT_EQ(jobs_->find("two")->message(), "It waited for longer than MaxPendingTimeInSeconds");
  EXPECT_EQ(jobs_->find("one")->state(), Training);
}

TEST_F(Served, NamesThatDifferInCaseAloneAreOne) {
  accept("One");
  expect_error(Code::AlreadyExists, "there is a job One already", [&] { accept("oNE"); });
  executor_.lets_go = true;
  EXPECT_EQ(end_of("One"), Completed);
  EXPECT_FALSE(jobs_->find("oNE"));
  jobs_->remove("One");
  accept("oNE");
}

TEST_F(Served, MetricsAreReadFromTheLog) {
  executor_.lets_go = true;
  TrainingRequest asked = request();
  asked.remarks = {"step 1, loss=0.5", "step 2, loss=0.25"};
  asked.metrics = {{"loss", "loss=([0-9.]+)"}, {"row", "row ([0-9]+)"}, {"other", "x=([0-9.]+)"}};
  accept("one", asked);
  EXPECT_EQ(end_of("one"), Completed);
  const auto metrics = jobs_->find("one")->metrics;
  ASSERT_EQ(metrics.size(), 2u);
  EXPECT_EQ(metrics[0].value, 0.25);
  EXPECT_EQ(metrics[1].value, 3);
}

TEST_F(Served, OnlyWhatHasEndedIsRemoved) {
  accept("one");
  wait_until("one", Training);
  expect_error(Code::Conflict, "has not ended", [&] { jobs_->remove("one"); });
  executor_.lets_go = true;
  EXPECT_EQ(end_of("one"), Completed);
  jobs_->remove("one");  // at once, though the thread that ran it may not be done with it
  EXPECT_FALSE(jobs_->find("one"));
  EXPECT_FALSE(fs::exists(home() / "jobs" / "one"));
  accept("one");
  EXPECT_EQ(end_of("one"), Completed);
}

}  // namespace
}  // namespace sempurna
