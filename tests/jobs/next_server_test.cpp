#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "base/database.h"
#include "base/folder_lock.h"
#include "catalog/job_worker.h"
#include "jobs/served_jobs.h"

namespace sempurna {
namespace {

using enum JobState;

/// A job "one" whose server was killed while its worker works on: whoever runs the test, who holds
/// the folder's lock.
class Killed : public Served {
 protected:
  void be_killed(const std::string& in) {
    accept("one");
    wait_until("one", Training);
    close();
    Database database(home() / "jobs.sqlite", {"", "", "", ""});
    database.execute("DELETE FROM change WHERE state='Interrupted'");
    if (in == "Downloading") database.execute("DELETE FROM change WHERE state='Training'");
    database.execute("UPDATE job SET status='InProgress', state='" + in + "'");
    const JobFolder job{home() / "jobs" / "one"};
    at_work_.emplace(job.root);
    ASSERT_TRUE(at_work_->try_take());
    write_job_worker(job, ::getpid());
  }

  std::optional<FolderLock> at_work_;
};

TEST_F(Served, ADamagedRecordCostsItsOwnJobAlone) {
  executor_.lets_go = true;
  accept("one");
  EXPECT_EQ(end_of("one"), Completed);
  close();
  {
    Database database(home() / "jobs.sqlite", {"", "", "", ""});
    database.execute(
        "INSERT INTO job(folder, name, model, request, asked) VALUES"
        " ('/x', 'x', 'm', '{}', '{}'), ('/y', 'y', 'm', 'no json', '{}')");
  }
  open();
  EXPECT_EQ(jobs_->list().size(), 1u);
  accept("two");
  EXPECT_EQ(end_of("two"), Completed);
}

TEST_F(Served, AStopIsKeptOverTheEndOfTheServer) {
  accept("one");
  wait_until("one", Training);
  jobs_->stop("one");
  close();
  open();
  EXPECT_EQ(end_of("one"), Stopped);
  EXPECT_EQ(executor_.started, 1);
}

TEST_F(Served, WhatWasAcceptedIsDoneByTheNextServer) {
  accept("one");
  wait_until("one", Training);
  accept("two");
  close();
  open();
  executor_.lets_go = true;
  EXPECT_EQ(end_of("one"), Completed);
  EXPECT_EQ(end_of("two"), Completed);
  EXPECT_EQ(states("one"), (std::vector{Starting, Downloading, Training, Interrupted, Starting,
                                        Training, Uploading, Completed}));
  // It had only waited.
  EXPECT_EQ(states("two"),
            (std::vector{Starting, Pending, Downloading, Training, Uploading, Completed}));
}

TEST_F(Killed, AJobWhoseWorkerEndsBeforeItIsAdoptedGoesOn) {
  be_killed("Training");
  open();
  at_work_.reset();
  executor_.lets_go = true;
  EXPECT_EQ(end_of("one"), Completed) << jobs_->find("one")->message();
  EXPECT_EQ(states("one"), (std::vector{Starting, Downloading, Training, Interrupted, Starting,
                                        Training, Uploading, Completed}));
  EXPECT_EQ(executor_.started, 2);
}

TEST_F(Killed, AWorkerThatWasStartedJustBeforeIsTraining) {
  be_killed("Downloading");
  executor_.adopts = true;
  open();
  wait_until("one", Training);
  executor_.lets_go = true;
  EXPECT_EQ(end_of("one"), Completed) << jobs_->find("one")->message();
  EXPECT_EQ(states("one"), (std::vector{Starting, Downloading, Training, Uploading, Completed}));
  EXPECT_EQ(executor_.started, 1);
}

TEST_F(Served, AJobWhoseWorkerSomebodyElseTellsToEndGoesOn) {
  accept("one");
  wait_until("one", Training);
  executor_.told_to_end = 1;
  while (executor_.started < 2) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  executor_.lets_go = true;
  EXPECT_EQ(end_of("one"), Completed);
  EXPECT_EQ(states("one"), (std::vector{Starting, Downloading, Training, Interrupted, Starting,
                                        Training, Uploading, Completed}));
}

TEST_F(Served, WhoeverAsksForTheEndOfAJobWhoseWorkerWasToldToEndGetsIt) {
  accept("one");
  wait_until("one", Training);
  executor_.told_to_end = 1;
  // It may be at work again before anybody looks.
  while (std::ranges::count(states("one"), Interrupted) == 0)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  jobs_->stop("one");
  EXPECT_EQ(end_of("one"), Stopped);
}

TEST_F(Served, TheModelOfAStoppedJobIsUploadedByTheNextServer) {
  executor_.has_best = true;
  accept("one");
  wait_until("one", Training);
  jobs_->stop("one");
  EXPECT_EQ(end_of("one"), Stopped);
  close();
  // As if the server had been killed before the upload.
  store_.remove("jobs", "out/one/output/model.tar.gz");
  fs::remove(home() / "jobs" / "one" / "uploaded.json");
  Database database(home() / "jobs.sqlite", {"", "", "", ""});
  database.execute("DELETE FROM change WHERE state='Stopped'");
  database.execute("UPDATE job SET state='Stopping', status='Stopping', facts=NULL");
  open();
  EXPECT_EQ(end_of("one"), Stopped);
  EXPECT_TRUE(store_.head("jobs", "out/one/output/model.tar.gz"));
  EXPECT_EQ(jobs_->find("one")->facts.at("output"), "s3://jobs/out/one/output/model.tar.gz");
  EXPECT_EQ(executor_.started, 1);
}

}  // namespace
}  // namespace sempurna
