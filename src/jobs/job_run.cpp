#include "jobs/job_run.h"

#include "base/error.h"
#include "base/files.h"
#include "catalog/worker_status.h"
#include "jobs/finish_job.h"
#include "jobs/job_failure.h"

namespace sempurna {

JobRun::JobRun(const PreparedJob& job, const TrainingRequest& request, JobRecords& records,
               Executor& executor, const RemoteOutput* output)
    : job_(job),
      records_(records),
      output_(output),
      clock_(job.folder),
      progress_(job.folder.progress(), true) {
  const bool has_archive = finished_job(job.folder).has_value();
  try {
    const auto known = records_.find(job.folder);
    was_completed_ = has_archive && known && known->state() == JobState::Completed;
    if (was_completed_) return;
    records_.begin(job.folder, job.name, job.model_id, request, !known || job.fresh);
    if (has_archive) return;
    fs::remove(job_.folder.failure());
    execution_ = executor.start(job_.folder);
    records_.change(job_.folder, JobState::Training);
  } catch (const Error& error) {
    note(JobState::Failed, error.what());
    discard_if_empty(job_);
    throw;
  }
}

std::optional<Json> JobRun::poll(const std::function<void(const Json&)>& on_event) {
  if (had_finished()) return finish();
  // Asked before reading, so that what was written before the end is always read.
  const auto ended = execution_->poll();
  for (const Json& event : progress_.next()) {
    if (event.value("event", "") == "result") result_ = event;
    on_event(event);
  }
  if (!ended) return std::nullopt;
  if (!ended->ok() || result_.is_null()) fail(*ended);
  return finish();
}

void JobRun::stop() {
  if (stopped_ || had_finished()) return;
  stopped_ = true;
  execution_->stop();
  note(JobState::Stopping, "");
}

Json JobRun::finish() {
  if (was_completed_) return deliver(*finished_job(job_.folder));
  try {
    records_.change(job_.folder, JobState::Uploading);
    Json facts = deliver(had_finished() ? *finished_job(job_.folder) : pack());
    records_.complete(job_.folder, facts);
    return facts;
  } catch (const Error& error) {
    note(JobState::Failed, error.what());
    throw;
  }
}

Json JobRun::pack() {
  try {
    return finish_job(job_, clock_, result_);
  } catch (const Error& error) {
    throw unfinished_job(job_, error);
  }
}

Json JobRun::deliver(Json facts) {
  return output_ == nullptr ? facts : output_->deliver(job_.folder, std::move(facts));
}

void JobRun::fail(const Exit& exit) {
  const Error failure = fail_job(job_, exit, stopped_);
  const int status = exit.signal == 0 ? exit.status : 0;
  // The end of a job that another worker has is that worker's.
  if (status != kWorkerBusy) {
    const bool is_stopped = failure.code() == Code::Cancelled || status == kWorkerStopped;
    note(is_stopped ? JobState::Stopped : JobState::Failed, failure.what());
  }
  throw failure;
}

/// What happened is told in any case; a record that cannot be written must not hide it.
void JobRun::note(JobState state, const std::string& message) {
  try {
    records_.change(job_.folder, state, message);
  } catch (const Error&) {
    return;
  }
}

}  // namespace sempurna
