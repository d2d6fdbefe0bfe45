#include "jobs/job_run.h"

#include <chrono>
#include <csignal>
#include <thread>
#include <utility>

#include "base/error.h"
#include "base/files.h"
#include "catalog/worker_status.h"
#include "jobs/finish_job.h"
#include "jobs/job_failure.h"

namespace sempurna {

namespace {

constexpr auto kLookEvery = std::chrono::seconds(1);
constexpr auto kAskEvery = std::chrono::milliseconds(20);

}  // namespace

JobRun::JobRun(const PreparedJob& job, const TrainingRequest* begins, JobRecords& records,
               Executor& executor, const RemoteOutput* output, std::unique_ptr<Execution> running)
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
    if (begins != nullptr)
      records_.begin(job.folder, job.name, job.model_id, *begins, !known || job.fresh);
    if (has_archive) return;
    if (running) {
      take_over(std::move(running));
      return;
    }
    fs::remove(job_.folder.failure());
    execution_ = executor.start(job_.folder, job_.worker);
    records_.change(job_.folder, JobState::Training);
  } catch (const Error& error) {
    execution_.reset();  // before its folder goes
    note(JobState::Failed, error.what(), error.code());
    discard_if_empty(job_);
    throw;
  }
}

void JobRun::take_over(std::unique_ptr<Execution> running) {
  execution_ = std::move(running);
  progress_ = ProgressReader(job_.folder.progress(), false);
  for (const Json& event : progress_.next()) {
    const std::string kind = event.value("event", "");
    if (kind == "start") missed_.reset();
    if (kind == "result") missed_ = event;
  }
  // Where the earlier server was killed before it had set that down; else it may not follow.
  note(JobState::Training, "");
}

void JobRun::take(const Json& event, const std::function<void(const Json&)>& on_event) {
  if (event.value("event", "") == "result") result_ = event;
  on_event(event);
}

std::optional<Json> JobRun::poll(const std::function<void(const Json&)>& on_event) {
  if (had_finished()) return finish();
  // Asked before reading, so that what was written before the end is always read.
  const auto ended = execution_->poll();
  if (const auto missed = std::exchange(missed_, std::nullopt)) take(*missed, on_event);
  for (const Json& event : progress_.next()) take(event, on_event);
  if (!ended) {
    heed_record();
    return std::nullopt;
  }
  const bool has_result = !result_.is_null();
  if (stopped_ && has_result && ended->signal == 0 && ended->status == kWorkerStopped)
    return finish_early();
  if (!ended->ok() || !has_result) fail(*ended);
  return finish();
}

void JobRun::stop(JobState as) {
  if (stopped_ || had_finished()) return;
  stopped_ = true;
  stops_as_ = as;
  job_.is_served ? execution_->finish() : execution_->stop();
  note(JobState::Stopping, "");
}

void JobRun::heed_record() {
  const auto now = std::chrono::steady_clock::now();
  if (stopped_ || now - looked_ < kLookEvery) return;
  looked_ = now;
  try {
    const auto known = records_.find(job_.folder);
    if (known && known->state() == JobState::Stopping) stop();
  } catch (const Error&) {
    return;  // what happens is told in any case
  }
}

void JobRun::suspend() {
  if (had_finished()) return;
  execution_->stop();
  while (!execution_->poll()) std::this_thread::sleep_for(kAskEvery);
  note(JobState::Interrupted, "whoever ran it was ended; it can be gone on with");
}

Json JobRun::finish() {
  if (was_completed_) return deliver(*finished_job(job_.folder));
  try {
    note(JobState::Uploading, "");
    Json facts = deliver(had_finished() ? *finished_job(job_.folder) : pack());
    note_completed(facts);
    return facts;
  } catch (const Error& error) {
    note(JobState::Failed, error.what(), error.code());
    throw;
  }
}

/// It stays Stopping until its model is where it shall go.
Json JobRun::finish_early() {
  try {
    Json facts = deliver(pack());
    note_completed(facts, stops_as_);
    return facts;
  } catch (const Error& error) {
    note(JobState::Failed, error.what(), error.code());
    throw;
  }
}

Json JobRun::pack() {
  try {
    return finish_job(job_, clock_, result_);
  } catch (const Error& error) {
    throw unfinished_job(job_, error);
  } catch (const fs::filesystem_error& error) {
    throw unfinished_job(job_, Error(Code::Unavailable, "{}", error.what()));
  }
}

Json JobRun::deliver(Json facts) {
  return output_ == nullptr ? facts : output_->deliver(job_.folder, std::move(facts));
}

void JobRun::fail(const Exit& exit) {
  const Error failure = fail_job(job_, exit, stopped_);
  const int status = exit.signal == 0 ? exit.status : 0;
  const bool was_told = status == kWorkerStopped || exit.signal == SIGTERM;
  if (job_.is_served && was_told && !stopped_) {
    // As where a machine that is shut down tells all that it runs.
    note(JobState::Interrupted, "its worker was told to end, though not by the server");
  } else if (is_for_later_ && !stopped_) {
    note(JobState::Interrupted, failure.what(), failure.code());
  } else if (status != kWorkerBusy) {
    // The end of a job that another worker has is that worker's.
    const bool is_stopped = failure.code() == Code::Cancelled || status == kWorkerStopped;
    note(is_stopped ? stops_as_ : JobState::Failed, failure.what(), failure.code());
  }
  throw failure;
}

/// What happened is told in any case; a record that cannot be written must not hide it.
void JobRun::note(JobState state, const std::string& message, std::optional<Code> code) {
  try {
    records_.change(job_.folder, state, message, code);
  } catch (const Error&) {
    return;
  }
}

/// The model is there, and whoever asks for the job again finds it.
void JobRun::note_completed(const Json& facts, JobState as) {
  try {
    records_.complete(job_.folder, facts, as);
  } catch (const Error&) {
    return;
  }
}

}  // namespace sempurna
