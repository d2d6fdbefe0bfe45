#include <gtest/gtest.h>

#include <algorithm>

#include "base/database.h"
#include "jobs/served_jobs.h"

namespace sempurna {
namespace {

using enum JobState;

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
