#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "catalog/worker_status.h"
#include "jobs/seen_store.h"
#include "jobs/training_jobs.h"
#include "jobs/trains_only.h"
#include "store/disk_store.h"

namespace sempurna {

/// Workers that wait until the test lets them end, or until they are stopped.
class HeldExecutor : public TrainsOnly {
 public:
  std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions& options) override {
    was_confined = options.is_confined;
    threads = options.threads;
    return std::make_unique<Held>(*this, job, ++started);
  }

  std::unique_ptr<Execution> adopt(const JobFolder& job) override {
    return adopts ? std::make_unique<Held>(*this, job, started) : nullptr;
  }

  std::atomic<bool> adopts = false;  ///< a worker of an earlier server is at work
  std::atomic<int> started = 0;
  std::atomic<bool> lets_go = false;
  std::atomic<bool> was_confined = false;
  std::atomic<int> threads = 0;
  std::atomic<bool> has_best = false;  ///< a worker has an epoch behind it
  std::atomic<int> told_to_end = 0;    ///< so many workers, by somebody else
  std::atomic<int> refused = 0;        ///< the so many-th worker, for want of memory

 private:
  class Held : public Execution {
   public:
    Held(HeldExecutor& of, const JobFolder& job, int number)
        : of_(of), job_(job), number_(number) {}
    std::optional<Exit> poll() override {
      if (of_.told_to_end > 0) {
        --of_.told_to_end;
        stopped_ = true;
      }
      if (of_.refused == number_) {
        make_folders(job_.output());
        write_file_atomic(job_.failure(), "needs about 900 kB of memory\n");
        write_file_atomic(job_.progress(), "{\"event\": \"error\", \"memory_bytes\": 900000}\n");
        return Exit{kWorkerFailed, 0};
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
    int number_;
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
    return JobState::Failed;
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

}  // namespace sempurna
