#include "jobs/job_records.h"

#include <gtest/gtest.h>

#include "job_folder_maker.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using enum JobState;

class SteppingClock : public Clock {
 public:
  Time now() const override { return time_ += std::chrono::seconds(1); }

 private:
  mutable Time time_ = Time(std::chrono::seconds(1'800'000'000));
};

class Records : public testing::Test {
 protected:
  JobFolder folder(const std::string& name) const { return {root_.path() / "out" / name}; }
  fs::path home() const { return root_.path() / "home"; }
  void begin(JobRecords& records, const std::string& name, bool fresh = true) const {
    TrainingRequest request;
    request.data = "flowers";
    request.hyperparameters = {{"epochs", "3"}};
    records.begin(folder(name), name, "test-tc", request, fresh);
  }
  std::vector<JobState> states(const JobRecords& records, const std::string& name) const {
    std::vector<JobState> states;
    const JobRecord record = records.find(folder(name)).value();
    for (const JobChange& change : record.changes) {
      states.push_back(change.state);
    }
    return states;
  }

  SteppingClock clock_;
  TemporaryFolder root_;
};

TEST_F(Records, AJobIsKnownToWhoeverOpensThemNext) {
  {
    JobRecords records(home(), clock_);
    begin(records, "one");
    records.change(folder("one"), Training);
    records.change(folder("one"), Uploading);
    records.complete(folder("one"), {{"epochs", 3}});
  }
  const JobRecords records(home(), clock_);
  const JobRecord job = records.find(folder("one")).value();
  EXPECT_EQ(job.name, "one");
  EXPECT_EQ(job.model, "test-tc");
  EXPECT_EQ(job.folder, fs::weakly_canonical(folder("one").root));
  EXPECT_EQ(job.state(), Completed);
  EXPECT_EQ(job.facts, Json({{"epochs", 3}}));
  EXPECT_EQ(job.request.at("data"), "flowers");
  EXPECT_EQ(job.request.at("hyperparameters").at("epochs"), "3");
  EXPECT_EQ(job.changed() - job.created(), std::chrono::seconds(3));
  EXPECT_EQ(records.find(folder("two")), std::nullopt);
}

TEST_F(Records, AServersJobKeepsWhatWasAskedFor) {
  const Json asked = {{"TrainingJobName", "one"}, {"VpcConfig", {{"Subnets", {"subnet-1"}}}}};
  {
    JobRecords records(home(), clock_);
    TrainingRequest request;
    request.data = "s3://b/flowers";
    request.max_seconds = 60;
    request.without_network = true;
    request.instance_type = "ml.m5.large";
    request.remarks = {"a remark"};
    records.accept(folder("one"), "one", "test-tc", request, asked);
    expect_error(Code::AlreadyExists, "there is a job in",
                 [&] { records.accept(folder("one"), "one", "test-tc", request, asked); });
    records.change(folder("one"), Failed, "the data are broken", Code::DataCorrupt);
  }
  JobRecords records(home(), clock_);
  const JobRecord job = records.find(folder("one")).value();
  EXPECT_EQ(job.asked, asked);
  EXPECT_EQ(job.changes.front().code, std::nullopt);
  EXPECT_EQ(job.changes.back().code, Code::DataCorrupt);
  const TrainingRequest read = read_training_request(job.request);
  EXPECT_EQ(to_json(read), job.request);
  EXPECT_EQ(read.max_seconds, 60);
  records.remove(folder("one"));
  EXPECT_EQ(records.find(folder("one")), std::nullopt);
}

TEST_F(Records, ADamagedListSaysThatTheJobsAreElsewhere) {
  make_folders(home());
  write_file_atomic(home() / "jobs.sqlite", std::string(20000, 'x'));
  expect_error(Code::DataCorrupt, "jobs.sqlite is damaged; move it away, and a new one begins",
               [&] { const JobRecords records(home(), clock_); });
}

TEST_F(Records, WhatMayNotFollowIsRefusedAndChangesNothing) {
  JobRecords records(home(), clock_);
  begin(records, "one");
  expect_error(Code::Conflict, "is Starting, so it cannot become Completed", [&] {
    records.complete(folder("one"), {{"epochs", 3}});
  });
  EXPECT_EQ(states(records, "one"), std::vector{Starting});
  EXPECT_TRUE(records.find(folder("one"))->facts.is_null());
  expect_error(Code::NotFound, "there is no record of a job in",
               [&] { records.change(folder("two"), Training); });
}

TEST_F(Records, AJobThatIsGoneOnWithKeepsItsHistoryAndANewOneDoesNot) {
  JobRecords records(home(), clock_);
  begin(records, "one");
  records.change(folder("one"), Training);
  records.change(folder("one"), Failed, "the disk is full");
  EXPECT_EQ(records.find(folder("one"))->message(), "the disk is full");
  begin(records, "one", false);
  EXPECT_EQ(states(records, "one"), (std::vector{Starting, Training, Failed, Starting}));
  // Its command was killed; who begins again has the lock.
  begin(records, "one", false);
  EXPECT_EQ(states(records, "one"),
            (std::vector{Starting, Training, Failed, Starting, Interrupted, Starting}));
  begin(records, "one");
  EXPECT_EQ(states(records, "one"), std::vector{Starting});
}

TEST_F(Records, AreListedNewestFirstAndByName) {
  JobRecords records(home(), clock_);
  begin(records, "one");
  begin(records, "two");
  records.begin({root_.path() / "elsewhere" / "one"}, "one", "test-tc", {}, true);
  std::vector<std::string> names;
  for (const JobRecord& job : records.list()) names.push_back(job.name);
  EXPECT_EQ(names, (std::vector<std::string>{"one", "two", "one"}));
  ASSERT_EQ(records.list("one").size(), 2u);
  EXPECT_EQ(records.list("one")[0].folder.parent_path().filename(), "elsewhere");
  EXPECT_TRUE(records.list("three").empty());
}

TEST_F(Records, ThoseOfAnEarlierVersionAreListedAsTheyWere) {
  make_folders(home());
  {
    Database earlier(
        home() / "jobs.sqlite",
        {"CREATE TABLE job(folder TEXT PRIMARY KEY, name TEXT NOT NULL, model TEXT NOT NULL,"
         "  request TEXT NOT NULL, facts TEXT);"
         "CREATE INDEX job_name ON job(name);"
         "CREATE TABLE change(job TEXT NOT NULL REFERENCES job(folder) ON DELETE CASCADE,"
         "  number INTEGER NOT NULL, state TEXT NOT NULL, time INTEGER NOT NULL,"
         "  message TEXT NOT NULL, PRIMARY KEY(job, number))",
         "ALTER TABLE job ADD COLUMN asked TEXT;"
         "ALTER TABLE change ADD COLUMN code TEXT NOT NULL DEFAULT ''"});
    const std::string request = R"('{"hyperparameters": {}}')";
    for (const JobState state : {Starting, Pending, Downloading, Training, Uploading, Completed,
                                 Failed, Stopping, Stopped, MaxRuntimeExceeded, Interrupted}) {
      for (const char* asked : {"NULL", "'{}'"}) {
        const std::string place =
            fmt::format("'{}-{}'", name(state), std::string(asked) == "NULL" ? "own" : "served");
        earlier.execute(
            fmt::format("INSERT INTO job(folder, name, model, request, asked)"
                        " VALUES({0}, {0}, 'm', {1}, {2})",
                        place, request, asked));
        earlier.execute(
            fmt::format("INSERT INTO change(job, number, state, time, message) VALUES"
                        "({0}, 1, 'Starting', 5000, ''), ({0}, 2, '{1}', 7000, '')",
                        place, name(state)));
      }
    }
  }
  const JobRecords records(home(), clock_);
  const auto jobs = records.list(JobQuery{});
  EXPECT_EQ(jobs.size(), 22u);
  for (const JobSummary& job : jobs) {
    EXPECT_EQ(job.status, status_of(job.state, job.is_served)) << job.name;
    EXPECT_EQ(job.created, Time(std::chrono::seconds(5)));
    EXPECT_EQ(job.changed, Time(std::chrono::seconds(7)));
  }
}

TEST_F(Records, JobsThatNobodyWorksOnAreInterrupted) {
  JobRecords records(home(), clock_);
  for (const char* name : {"worked-on", "left", "outlived"}) {
    lay_job(root_.path() / "out", name, root_.path() / "data.csv");
    begin(records, name);
    records.change(folder(name), Training);
  }
  begin(records, "gone");
  begin(records, "failed");
  records.change(folder("failed"), Failed, "why");
  const FolderLock command = lock_job(folder("worked-on"));
  FolderLock worker(folder("outlived").root);
  ASSERT_TRUE(worker.try_take());
  records.settle();
  EXPECT_EQ(records.find(folder("worked-on"))->state(), Training);
  EXPECT_EQ(records.find(folder("outlived"))->state(), Training);
  EXPECT_EQ(records.find(folder("left"))->state(), Interrupted);
  EXPECT_EQ(records.find(folder("gone"))->state(), Interrupted);
  EXPECT_EQ(records.find(folder("failed"))->message(), "why");
}

}  // namespace
}  // namespace sempurna
