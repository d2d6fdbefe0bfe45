#include "jobs/training_jobs.h"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "base/error.h"
#include "base/machine_memory.h"
#include "catalog/job_worker.h"
#include "catalog/s3_copies.h"
#include "dataset/finding.h"
#include "jobs/finish_job.h"
#include "jobs/served_job.h"

namespace sempurna {

namespace {

using enum JobState;

constexpr auto kLookForMemoryEvery = std::chrono::seconds(1);
constexpr auto kWatchEvery = std::chrono::seconds(1);
constexpr auto kTryAgainAfter = std::chrono::seconds(10);
constexpr auto kDoneWithin = std::chrono::seconds(10);

/// `since`: when it began to wait for its first turn; empty of one that had it.
QueuedJob queued(const std::string& name, const TrainingRequest& request,
                 std::optional<Time> since) {
  QueuedJob job{name, request.owner, request.memory_bytes};
  if (since && request.max_pending_seconds > 0)
    job.until = *since + std::chrono::seconds(request.max_pending_seconds);
  return job;
}

}  // namespace

TrainingJobs::TrainingJobs(Options options, JobRecords& records, Executor& executor)
    : options_(std::move(options)),
      records_(records),
      executor_(executor),
      copies_(s3_copies(options_.server.home)),
      queue_(options_.at_once) {
  make_folders(options_.server.home / "jobs");
  take_up();
  for (int k = 0; k < options_.at_once; ++k) workers_.emplace_back([this] { work(); });
  workers_.emplace_back([this] { watch(); });
}

TrainingJobs::~TrainingJobs() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    for (const auto& [name, job] : at_work_) job->end();
  }
  changed_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void TrainingJobs::take_up() {
  auto jobs = list({.statuses = {"InProgress", "Stopping"}});
  // Those that were at work go on first.
  std::stable_partition(jobs.begin(), jobs.end(),
                        [](const JobSummary& job) { return job.state != Pending; });
  for (const JobSummary& job : jobs) {
    try {
      take_up(job);
    } catch (const Error& error) {
      // A damaged record costs its own job, not all others.
      if (error.code() != Code::DataCorrupt) throw;
      options_.server.log(error.what());
    }
  }
}

void TrainingJobs::take_up(const JobSummary& job) {
  const bool is_worked_on = find_job_worker(folder(job.name)).has_value();
  // Of one that was stopped with a model only the upload may be left.
  if (job.state == Stopping && !finished_job(folder(job.name)) && !is_worked_on) {
    records_.change(folder(job.name), Stopped);
    return;
  }
  const JobRecord record = require(job.name);
  const TrainingRequest request = read_training_request(record.request);
  // Not one that had its turn, and waits for another with the memory that it takes.
  const bool waited = (job.state == Pending || job.state == Starting) && record.changes.size() <= 2;
  if (!waited && job.state != Stopping && !is_worked_on) begin_again(record, request);
  hold_copies(copies_, folder(job.name), job.name);
  queue_.add(queued(job.name, request, waited ? std::optional(job.created) : std::nullopt));
}

void TrainingJobs::begin_again(const JobRecord& record, const TrainingRequest& request) {
  records_.begin(folder(record.name), record.name, record.model, request, false);
  options_.server.log(fmt::format("the training job {} is gone on with", record.name));
}

/// One whose worker somebody else told to end, or which was refused the memory that others have,
/// waits for its turn again. On a full disk that is tried until there is room; where the server
/// ends meanwhile, the next takes it up.
void TrainingJobs::queue_again(const ServedJob& job, const std::string& name,
                               std::unique_lock<std::mutex>& lock) {
  while (!ends_) {
    try {
      const auto record = known(name);
      if (!record || record->state() != Interrupted) return;
      const TrainingRequest request = read_training_request(record->request);
      begin_again(*record, request);
      QueuedJob again = queued(name, request, std::nullopt);
      again.memory_bytes = std::max(again.memory_bytes, job.refused_memory());
      // First of all, so that a disk that fills up now does not lose it its turn.
      queue_.add(std::move(again));
      if (job.is_to_stop()) {
        end_waiting(name, "");
      } else if (job.refused_memory() > 0) {
        records_.change(folder(name), Pending);
      }
      return;
    } catch (const Error& error) {
      options_.server.log(
          fmt::format("the training job {} cannot be gone on with yet: {}", name, error.what()));
    }
    changed_.wait_for(lock, kTryAgainAfter);
  }
}

void TrainingJobs::accept(const std::string& name, const std::string& model,
                          const TrainingRequest& request, const Json& asked) {
  const std::lock_guard lock(mutex_);
  for (const JobSummary& alike : list({.named_alike = name})) {
    if (alike.name == name) continue;
    throw Error(Code::AlreadyExists,
                "there is a job {} already, whose name is the same but for "
                "the case of its letters",
                alike.name);
  }
  if (fs::exists(folder(name).root) && !records_.find(folder(name))) {
    options_.server.log(fmt::format("{} is in the way of a new training job; move it away",
                                    folder(name).root.string()));
    throw Error(Code::Conflict,
                "what an earlier training job {} has left is in the way; choose another name, or "
                "have whoever runs the server move it away",
                name);
  }
  const QueuedJob job = queued(name, request, system_clock().now());
  const bool begins = queue_.is_free() && fits(job);
  records_.accept(folder(name), name, model, request, asked, begins ? Starting : Pending);
  queue_.add(job);
  changed_.notify_all();
}

std::optional<JobRecord> TrainingJobs::find(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  auto record = known(name);
  if (record && record->state() == Pending) record->changes.back().message = why_it_waits(name);
  return record;
}

std::string TrainingJobs::why_it_waits(const std::string& name) const {
  const auto before = queue_.before(name);
  if (!before) return "";
  const QueuedJob* next = queue_.next();
  if (next != nullptr && next->name == name && !fits(*next)) {
    return fmt::format(
        "Waiting for memory: it takes about {}, more than what is at work leaves ({})",
        bytes_text(next->memory_bytes), counted(static_cast<int64_t>(queue_.at_work()), "jobs"));
  }
  return fmt::format("Waiting for its turn: place {} in the queue, with {} at work", *before + 1,
                     counted(static_cast<int64_t>(queue_.at_work()), "jobs"));
}

std::optional<JobRecord> TrainingJobs::known(const std::string& name) const {
  auto record = records_.find(folder(name));
  return record && record->is_served() ? record : std::nullopt;
}

std::vector<JobSummary> TrainingJobs::list(JobQuery query) const {
  query.served_only = true;
  return records_.list(query);
}

JobRecord TrainingJobs::require(const std::string& name) const {
  auto record = known(name);
  if (!record) throw Error(Code::NotFound, "there is no training job {}", name);
  return std::move(*record);
}

void TrainingJobs::stop(const std::string& name) {
  std::unique_lock lock(mutex_);
  // Whoever ran one that is interrupted is about to have it wait for its turn again, which may come
  // at once.
  changed_.wait_for(lock, kDoneWithin, [&] { return require(name).state() != Interrupted; });
  const JobRecord record = require(name);
  // What is being uploaded is done.
  if (record.state() == Stopping || record.state() == Uploading) return;
  if (!is_at_work(record.state())) {
    throw Error(Code::Conflict, "the training job {} has ended", name);
  }
  if (const auto job = at_work_.find(name); job != at_work_.end()) {
    job->second->stop();
    return;
  }
  end_waiting(name, "");
}

void TrainingJobs::end_waiting(const std::string& name, const std::string& why) {
  records_.change(folder(name), Stopping, why);
  queue_.remove(name);
  copies_.release(name);
  records_.change(folder(name), Stopped, why);
}

void TrainingJobs::watch() {
  std::unique_lock lock(mutex_);
  while (!ends_) {
    for (const auto& name : queue_.overdue(system_clock().now())) {
      try {
        end_waiting(name, "It waited for longer than MaxPendingTimeInSeconds");
      } catch (const Error& error) {
        // On a full disk it is tried again; one that somebody else ended is none of ours.
        if (error.code() == Code::Conflict) queue_.remove(name);
      }
    }
    changed_.wait_for(lock, kWatchEvery);
  }
}

std::optional<size_t> TrainingJobs::turns_before(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  return queue_.before(name);
}

void TrainingJobs::remove_shared(const std::string& name) {
  std::error_code ignored;
  fs::remove_all(options_.server.shared(name), ignored);
}

void TrainingJobs::remove(const std::string& name) {
  std::unique_lock lock(mutex_);
  if (!is_at_work(require(name).state())) {
    // Whoever ran it is about to be done with it.
    changed_.wait_for(lock, kDoneWithin, [&] { return !at_work_.contains(name); });
  }
  if (is_at_work(require(name).state()) || at_work_.contains(name)) {
    throw Error(Code::Conflict, "the training job {} has not ended", name);
  }
  fs::remove_all(folder(name).root);
  records_.remove(folder(name));
}

/// Whether there is memory for a job beside those that are at work; alone it may try in any case.
bool TrainingJobs::fits(const QueuedJob& job) const {
  if (at_work_.empty()) return true;
  const uint64_t available = options_.available_memory();
  const uint64_t to_come = std::accumulate(
      at_work_.begin(), at_work_.end(), uint64_t{0},
      [](uint64_t sum, const auto& other) { return sum + other.second->memory_to_come(); });
  return available == 0 || job.memory_bytes + to_come <= available;
}

void TrainingJobs::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const QueuedJob* next = queue_.next();
    if (ends_) return;
    if (next == nullptr) {
      changed_.wait(lock);
      continue;
    }
    if (!fits(*next)) {
      changed_.wait_for(lock, kLookForMemoryEvery);
      continue;
    }
    const std::string name = next->name;
    const auto job = std::make_shared<ServedJob>(options_.server, records_, executor_, copies_,
                                                 name, next->memory_bytes);
    queue_.begin(name);
    at_work_[name] = job;
    if (at_work_.size() > 1) {
      for (const auto& [_, one] : at_work_) one->meet_another();
    }
    lock.unlock();
    job->run();
    lock.lock();
    queue_again(*job, name, lock);
    at_work_.erase(name);
    queue_.end(name);
    changed_.notify_all();
  }
}

}  // namespace sempurna
