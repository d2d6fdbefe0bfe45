#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "jobs/job_queue.h"
#include "jobs/job_records.h"
#include "jobs/job_server.h"
#include "jobs/staged_copies.h"
#include "run/executor.h"

namespace sempurna {

class ServedJob;

/// The training jobs of a server: accepted, then run, as many at once as the machine bears, first
/// come first served and in turn for those who ask (jobs/job_queue.h), from their data in a store
/// of objects to their results there. What was accepted is done: when the server ends meanwhile,
/// its next start goes on with it. Their folders lie in <home>/jobs. Safe to use from several
/// threads.
class TrainingJobs {
 public:
  struct Options {
    JobServer server;
    int at_once = 1;
    /// Bytes that jobs may still take, 0 where nobody knows. A job begins beside others only where
    /// what it is foretold to take is there, beside what those are yet to take.
    std::function<uint64_t()> available_memory;
  };

  /// Takes up what an earlier server left at work. Records and executor outlive this; workers are
  /// started from threads that live as long as this does, one for each job at work.
  TrainingJobs(Options options, JobRecords& records, Executor& executor);
  /// The jobs that are at work save their state; they and those that wait are gone on with by the
  /// next.
  ~TrainingJobs();

  /// From now on it will be done, whatever happens. Places of the request are s3://…; `model` is
  /// the card's id that it comes from, `asked` what is given back of it. Throws AlreadyExists, also
  /// where a name differs in the case of its letters alone: an ARN has them in lower case.
  void accept(const std::string& name, const std::string& model, const TrainingRequest& request,
              const Json& asked);
  /// The message of one that waits says why, and for how many.
  std::optional<JobRecord> find(const std::string& name) const;
  /// Of a server's jobs alone.
  std::vector<JobSummary> list(JobQuery query = {}) const;
  /// Asks for its end: one that waits has ended then, one at work will soon. Throws NotFound,
  /// Conflict where it is not at work.
  void stop(const std::string& name);
  /// One that has ended, with its folder; its name is free then. Throws NotFound, Conflict.
  void remove(const std::string& name);
  /// Nobody of this name will share anything any more (TrainingRequest::shares).
  void remove_shared(const std::string& name);
  /// How many turns come before that of a job that waits, as things are; empty: it does not wait.
  std::optional<size_t> turns_before(const std::string& name) const;
  /// Of what jobs read: for whoever looks at data as a job would.
  StagedCopies& copies() { return copies_; }
  /// Of each worker; 0: as many as there are.
  int threads() const { return options_.server.threads; }

 private:
  JobFolder folder(const std::string& name) const { return options_.server.folder(name); }
  void take_up();
  void take_up(const JobSummary& job);
  void begin_again(const JobRecord& record, const TrainingRequest& request);
  void queue_again(const ServedJob& job, const std::string& name,
                   std::unique_lock<std::mutex>& lock);
  void work();
  /// Ends those that have waited for too long.
  void watch();
  void end_waiting(const std::string& name, const std::string& why);
  bool fits(const QueuedJob& job) const;
  std::string why_it_waits(const std::string& name) const;
  std::optional<JobRecord> known(const std::string& name) const;
  JobRecord require(const std::string& name) const;

  Options options_;
  JobRecords& records_;
  Executor& executor_;
  StagedCopies copies_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  JobQueue queue_;
  std::map<std::string, std::shared_ptr<ServedJob>> at_work_;
  bool ends_ = false;                 ///< the server
  std::vector<std::thread> workers_;  ///< last: they use all above
};

}  // namespace sempurna
