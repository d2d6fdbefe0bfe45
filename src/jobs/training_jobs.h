#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "jobs/job_records.h"
#include "jobs/job_run.h"
#include "jobs/staging.h"
#include "run/executor.h"

namespace sempurna {

/// The training jobs of a server: accepted, then run one after the other, first come first served,
/// from their data in a store of objects to their results there. What was accepted is done: when
/// the server ends meanwhile, its next start goes on with it. Their folders lie in <home>/jobs.
/// Safe to use from several threads.
class TrainingJobs {
 public:
  struct Options {
    fs::path home;
    std::string store;  ///< what people call the store of objects, an endpoint's URL
    /// The objects as this job may see them.
    std::function<std::unique_ptr<ObjectStore>(const JobRecord&)> open;
    std::function<std::string(const std::string& name)> arn;
    std::function<void(const std::string&)> log;  ///< a sentence now and then
  };

  /// Takes up what an earlier server left at work. Records and executor outlive this; workers are
  /// started from one thread that lives as long as this does.
  TrainingJobs(Options options, JobRecords& records, Executor& executor);
  /// The job that is at work saves its state; it and those that wait are gone on with by the next.
  ~TrainingJobs();

  /// From now on it will be done, whatever happens. Places of the request are s3://…; `model` is
  /// the card's id that it comes from, `asked` what is given back of it. Throws AlreadyExists.
  void accept(const std::string& name, const std::string& model, const TrainingRequest& request,
              const Json& asked);
  /// The message of one that waits says for how many.
  std::optional<JobRecord> find(const std::string& name) const;
  /// Of a server's jobs alone.
  std::vector<JobSummary> list(JobQuery query = {}) const;
  /// Asks for its end: one that waits has ended then, one at work will soon. Throws NotFound,
  /// Conflict where it is not at work.
  void stop(const std::string& name);
  /// One that has ended, with its folder; its name is free then. Throws NotFound, Conflict.
  void remove(const std::string& name);

 private:
  JobFolder folder(const std::string& name) const { return {options_.home / "jobs" / name}; }
  /// Where the copies of objects lie that jobs read.
  fs::path copies() const;
  void take_up();
  void work();
  void run(const std::string& name);
  void run_whole(const JobRecord& record);
  void follow(JobRun& run, const JobFolder& job, int64_t max_seconds);
  void await_old_worker(const JobFolder& job) const;
  PreparedJob prepare(const JobRecord& record, ObjectStore& objects);
  bool try_settle(const std::string& name, const std::optional<Error>& failure);
  void set_down(const std::string& name, JobState state, const std::optional<Error>& failure);
  static void end_log(const JobRecord& record);
  fs::path copy_of(const fs::path& place) const;
  void remove_copies();
  bool must_stop() const;
  bool must_end() const;
  std::optional<JobRecord> known(const std::string& name) const;
  JobRecord require(const std::string& name) const;

  Options options_;
  JobRecords& records_;
  Executor& executor_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::string> waiting_;
  std::string current_;           ///< at work; empty: none
  bool stops_ = false;            ///< the current one shall
  bool ends_ = false;             ///< the server
  std::vector<fs::path> copied_;  ///< that the current one reads
  std::thread worker_;            ///< last: it uses all above
};

}  // namespace sempurna
