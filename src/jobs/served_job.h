#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "jobs/job_log.h"
#include "jobs/job_records.h"
#include "jobs/job_run.h"
#include "jobs/job_server.h"
#include "jobs/remote_checkpoints.h"
#include "jobs/staged_copies.h"
#include "run/executor.h"

namespace sempurna {

/// A job of a server whose turn it is, from its data in the store to its result there. run() is one
/// thread's; the others are anybody's.
class ServedJob {
 public:
  /// All but the name outlive this.
  ServedJob(const JobServer& server, JobRecords& records, Executor& executor, StagedCopies& copies,
            std::string name, uint64_t memory_bytes);

  /// Returns when what became of it is set down, or when it was told that the server ends.
  void run();
  /// Asks for its end. Throws Conflict where its state does not allow that.
  void stop();
  /// Whether somebody asked for that.
  bool is_to_stop() const { return stops_; }
  /// The server ends: the job saves its state, and the next server goes on with it.
  void end() { ends_ = true; }

  /// Another job is at work beside it, or was.
  void meet_another() { has_met_another_ = true; }
  /// Bytes of memory that it was refused while another was at work; else 0.
  uint64_t refused_memory() const { return refused_memory_; }

  /// Bytes that it is foretold to take and that it does not have yet.
  uint64_t memory_to_come() const { return memory_to_come_; }

 private:
  void run_whole();
  PreparedJob prepare(ObjectStore& objects);
  void follow(JobRun& run, int64_t max_seconds);
  void upload_what_was_stopped(const JobRecord& known);
  void fetch_checkpoint();
  void put_checkpoint();
  void take_event(const Json& event, JobLog& log);
  void heed_refusal(const Json& event, JobRun& run, JobLog& log);
  void keep_metrics(JobLog& log);
  void await_old_worker() const;
  void begin_again(const JobRecord& known);
  bool try_settle(const std::optional<Error>& failure);
  void set_down(JobState state, const std::optional<Error>& failure);
  void end_log(const JobRecord& record) const;
  void check() const;
  JobRecord record() const;

  const JobServer& server_;
  JobRecords& records_;
  Executor& executor_;
  StagedCopies& copies_;
  std::string name_;
  TrainingRequest request_;  ///< once it runs
  std::optional<RemoteCheckpoints> checkpoints_;
  std::string checkpoint_fault_;  ///< the last that was told
  JobFolder folder_;
  std::mutex mutex_;  ///< between its beginning and a stop
  std::atomic<bool> stops_ = false;
  std::atomic<bool> ends_ = false;
  std::atomic<bool> has_met_another_ = false;
  std::atomic<uint64_t> memory_to_come_;
  uint64_t refused_memory_ = 0;
};

/// The copies that the folder of a job reads are held for it.
void hold_copies(StagedCopies& copies, const JobFolder& job, const std::string& name);

}  // namespace sempurna
