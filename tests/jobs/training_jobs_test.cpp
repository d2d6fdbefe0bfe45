#include "jobs/training_jobs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "catalog/locations.h"
#include "catalog/worker_status.h"
#include "jobs/finish_job.h"
#include "jobs/job_log.h"
#include "jobs/seen_store.h"
#include "jobs/trains_only.h"
#include "run/executor.h"
#include "store/disk_store.h"
#include "support/expect_error.h"

namespace sempurna {
namespace {

using enum JobState;

/// Workers that wait until the test lets them end, or until they are stopped.
class HeldExecutor : public TrainsOnly {
 public:
  std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions& options) override {
    ++started;
    was_confined = options.is_confined;
    threads = options.threads;
    return std::make_unique<Held>(*this, job);
  }

  std::atomic<int> started = 0;
  std::atomic<bool> lets_go = false;
  std::atomic<bool> was_confined = false;
  std::atomic<int> threads = 0;
  std::atomic<bool> has_best = false;  ///< a worker has an epoch behind it
  std::atomic<int> told_to_end = 0;    ///< so many workers, by somebody else

 private:
  class Held : public Execution {
   public:
    Held(HeldExecutor& of, const JobFolder& job) : of_(of), job_(job) {}
    std::optional<Exit> poll() override {
      if (of_.told_to_end > 0) {
        --of_.told_to_end;
        stopped_ = true;
      }
      if (stopped_) return Exit{kWorkerStopped, 0};
      if (!of_.lets_go) return std::nullopt;
      write_model();
      return Exit{};
    }
    void write_model() const {
      make_folders(job_.model());
      write_file_atomic(job_.model() / "config.json", "{}");
      write_file_atomic(
          job_.progress(),
          fmt::format(
              "{{\"event\": \"finding\", \"finding\": {{\"severity\": \"warning\", \"code\": "
              "\"x\", \"file\": \"{}\", \"row\": 3, \"message\": \"a finding\", "
              "\"remedy\": \"mend it\"}}}}\n"
              "{{\"event\": \"result\", \"epochs\": 2}}\n",
              (job_.channel("training") / "data.csv").string()));
    }
    void stop() override { stopped_ = true; }
    void finish() override {
      if (of_.has_best) write_model();
      stopped_ = true;
    }

   private:
    HeldExecutor& of_;
    JobFolder job_;
    bool stopped_ = false;
  };
};

class Served : public testing::Test {
 protected:
  Served() : store_(root_.path() / "store") {
    ::setenv("SEMPURNA_HOME", home().c_str(), 1);
    store_.create_bucket({.name = "jobs"});
    put("texts/data.csv", "0,good\n0,fine\n1,bad\n1,awful\n");
    open();
  }
  ~Served() override { ::unsetenv("SEMPURNA_HOME"); }

  fs::path home() const { return root_.path() / "home"; }
  void put(const std::string& key, const std::string& text) {
    const auto writer = store_.write("jobs", key, ObjectAttributes{});
    writer->write(text);
    writer->commit();
  }

  void open() {
    records_.emplace(home());
    jobs_.emplace(
        TrainingJobs::Options{
            .server = {
                .home = home(),
                .store = "this server",
                .open = [this](const JobRecord&) { return std::make_unique<SeenStore>(store_); },
                .arn = [](const std::string& name) { return "arn:" + name; },
                .log = [](const std::string&) {},
                .threads = 3},
            .at_once = at_once_,
            .available_memory = [this] { return memory_.load(); }},
        *records_, executor_);
  }
  void close() {
    jobs_.reset();
    records_.reset();
  }
  static TrainingRequest request(const std::string& data = "s3://jobs/texts") {
    TrainingRequest request;
    request.model = "sempurna-tc-small";
    request.data = data;
    request.output = "s3://jobs/out/";
    request.hyperparameters = {{"epochs", "1"}};
    return request;
  }
  void accept(const std::string& name, const TrainingRequest& asked = request()) {
    jobs_->accept(name, asked.model, asked, {{"TrainingJobName", name}});
  }
  JobState wait_for(const std::string& name, const std::function<bool(JobState)>& is_it) {
    for (int tries = 0; tries < 2000; ++tries) {
      const JobState state = jobs_->find(name).value().state();
      if (is_it(state)) return state;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ADD_FAILURE() << name << " stays " << sempurna::name(jobs_->find(name)->state()) << ": "
                  << jobs_->find(name)->message();
    return Failed;
  }
  JobState end_of(const std::string& name) {
    return wait_for(name, [](JobState state) { return !is_at_work(state); });
  }
  void wait_until(const std::string& name, JobState wanted) {
    wait_for(name, [&](JobState state) { return state == wanted; });
  }
  std::vector<JobState> states(const std::string& name) const {
    std::vector<JobState> all;
    const JobRecord job = jobs_->find(name).value();
    for (const JobChange& change : job.changes) all.push_back(change.state);
    return all;
  }

  int at_once_ = 1;
  std::atomic<uint64_t> memory_ = 1'000'000;
  TemporaryFolder root_;
  DiskStore store_;
  HeldExecutor executor_;
  std::optional<JobRecords> records_;
  std::optional<TrainingJobs> jobs_;
};

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

TEST_F(Served, AStopIsKeptOverTheEndOfTheServer) {
  accept("one");
  wait_until("one", Training);
  jobs_->stop("one");
  close();
  open();
  EXPECT_EQ(end_of("one"), Stopped);
  EXPECT_EQ(executor_.started, 1);
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
  wait_for("one", [](JobState state) { return state != Training; });
  jobs_->stop("one");
  EXPECT_EQ(end_of("one"), Stopped);
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

TEST_F(Served, ALooseModelIsPutFileByFileAndNoneTwice) {
  executor_.lets_go = true;
  TrainingRequest asked = request();
  asked.loose_output = true;
  accept("loose", asked);
  EXPECT_EQ(end_of("loose"), Completed);
  EXPECT_EQ(jobs_->find("loose")->facts.at("output"), "s3://jobs/out/loose/output/model/");
  EXPECT_FALSE(store_.head("jobs", "out/loose/output/model.tar.gz"));
  const auto key = [](const std::string& name) { return "out/loose/output/model/" + name; };
  EXPECT_TRUE(store_.head("jobs", key("config.json")));
  const JobFolder job{home() / "jobs" / "loose"};
  close();
  // As if the server had been killed when one of two files was there.
  write_file_atomic(job.loose_model() / "model.safetensors", "weights");
  const std::string before = store_.head("jobs", key("config.json"))->etag;
  put(key("config.json"), "another's");
  Database database(home() / "jobs.sqlite", {"", "", "", ""});
  database.execute("DELETE FROM change WHERE state='Completed'");
  database.execute("UPDATE job SET state='Uploading', status='InProgress', facts=NULL");
  open();
  EXPECT_EQ(end_of("loose"), Completed);
  EXPECT_EQ(store_.head("jobs", key("model.safetensors"))->size, 7u);
  EXPECT_NE(store_.head("jobs", key("config.json"))->etag, before) << "it was put again";
  EXPECT_EQ(executor_.started, 1);
}

TEST_F(Served, AJobGoesOnFromALooseModel) {
  executor_.lets_go = true;
  put("plain/config.json", R"({"model_type": "bert"})");
  TrainingRequest asked = request();
  asked.model = "s3://jobs/plain/";
  accept("from-plain", asked);
  EXPECT_EQ(end_of("from-plain"), Failed);
  EXPECT_NE(jobs_->find("from-plain")->message().find("s3://jobs/plain is a model's folder; add"),
            std::string::npos)
      << jobs_->find("from-plain")->message();
  const fs::path bundled = share_folder() / "models" / "sempurna-tc-small";
  for (const auto& file : fs::directory_iterator(bundled))
    put("first/output/model/" + file.path().filename().string(), read_file(file.path()));
  put("first/output/model/training.json", R"({"format": 2, "task": "text-classification",
      "parent": {"model_id": "sempurna-tc-small", "model_type": "bert"},
      "lineage": ["sempurna-tc-small"], "licence": "Apache-2.0"})");
  asked.model = "s3://jobs/first/output/model/";
  accept("from-loose", asked);
  EXPECT_EQ(end_of("from-loose"), Completed) << jobs_->find("from-loose")->message();
  const JobFolder job{home() / "jobs" / "from-loose"};
  EXPECT_FALSE(fs::is_symlink(job.channel("model")));
  EXPECT_TRUE(fs::exists(job.channel("model") / "model.safetensors"));
  EXPECT_EQ(read_job_input(job).ancestry.names,
            (std::vector<std::string>{"sempurna-tc-small", "first"}));
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
