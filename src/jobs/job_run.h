#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "base/json.h"
#include "jobs/job_clock.h"
#include "jobs/job_records.h"
#include "jobs/prepared_job.h"
#include "jobs/remote_output.h"
#include "run/executor.h"
#include "run/progress_reader.h"

namespace sempurna {

/// One run of a prepared job, from its start to its one way to finish: whoever started it polls,
/// and every step is in the records first.
class JobRun {
 public:
  /// Has the worker started; of a job that has its archive already, nothing is done before poll().
  /// `running`: the worker that is at work on it already, or null.
  /// `begins`: what was asked for where this is where the job's record begins; null where it began
  /// before. `output`: where the result goes from here, or null for the job's own folder. All that
  /// is given outlives this.
  JobRun(const PreparedJob& job, const TrainingRequest* begins, JobRecords& records,
         Executor& executor, const RemoteOutput* output,
         std::unique_ptr<Execution> running = nullptr);

  /// Whether the job had its archive before.
  bool had_finished() const { return execution_ == nullptr; }

  /// Empty while the job is at work; in the end its facts, as job.json holds them. Each progress
  /// event is handed to `on_event` once. Throws why the job ended without a result, which is in its
  /// record then: a server's is Interrupted where somebody else told its worker to end, or after
  /// leave_for_later().
  std::optional<Json> poll(const std::function<void(const Json&)>& on_event);

  // poll() does this too where another process set the record to Stopping.
  /// Asks for an end: the worker saves its state, and poll() throws Cancelled then. That of a
  /// server's job makes the model of what it has trained first, if that is anything; it is
  /// delivered then. `as` is what the job has become then: Stopped, or MaxRuntimeExceeded.
  void stop(JobState as = JobState::Stopped);

  /// Of a server's job whose worker has just told that it is refused the memory which others have:
  /// its end leaves the job Interrupted, for its turn to come again.
  void leave_for_later() { is_for_later_ = true; }

  /// Its worker; null where the job had its archive before.
  const Execution* worker() const { return execution_.get(); }

  /// Of one that was asked to end: now, without a model.
  void hurry() { execution_->stop(); }
  /// Has the worker save its state and end, since whoever runs the job is ending; waits for it. The
  /// job is Interrupted then, and can be gone on with.
  void suspend();

 private:
  Json finish();
  Json finish_early();
  Json pack();
  Json deliver(Json facts);
  [[noreturn]] void fail(const Exit& exit);
  void note_completed(const Json& facts, JobState as = JobState::Completed);
  void take_over(std::unique_ptr<Execution> running);
  void take(const Json& event, const std::function<void(const Json&)>& on_event);
  void heed_record();
  void note(JobState state, const std::string& message, std::optional<Code> code = std::nullopt);

  const PreparedJob& job_;
  JobRecords& records_;
  const RemoteOutput* output_;
  JobClock clock_;
  ProgressReader progress_;
  std::unique_ptr<Execution> execution_;
  Json result_;
  std::optional<Json> missed_;  ///< a result that was told while nobody listened
  bool was_completed_ = false;
  bool stopped_ = false;
  bool is_for_later_ = false;
  std::chrono::steady_clock::time_point looked_{};  ///< at the record
  JobState stops_as_ = JobState::Stopped;
};

}  // namespace sempurna
