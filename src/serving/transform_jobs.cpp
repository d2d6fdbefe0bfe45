#include "serving/transform_jobs.h"

#include <chrono>

namespace sempurna {

namespace {

using enum TransformState;

constexpr auto kTryAgainAfter = std::chrono::seconds(1);

/// What a run that was killed, or has ended, leaves beside its log and its journal.
void remove_folders_in(const fs::path& folder) {
  std::error_code missing;
  for (const auto& one : fs::directory_iterator(folder, missing)) {
    if (one.is_directory(missing)) fs::remove_all(one.path(), missing);
  }
}

}  // namespace

/// A job that can be told to end, while this lives.
class TransformJobs::AtWork {
 public:
  AtWork(TransformJobs& jobs, const std::string& name, TransformRun& run)
      : jobs_(jobs), name_(name) {
    const std::lock_guard lock(jobs_.mutex_);
    jobs_.at_work_[name_] = &run;
    // It may have been told so before.
    if (jobs_.ends_ || jobs_.require(name_).state == Stopping) run.end();
  }
  ~AtWork() {
    const std::lock_guard lock(jobs_.mutex_);
    jobs_.at_work_.erase(name_);
  }

 private:
  TransformJobs& jobs_;
  std::string name_;
};

TransformJobs::TransformJobs(TransformServer server, int at_once, TransformRecords& records,
                             Executor& executor)
    : server_(std::move(server)),
      records_(records),
      executor_(executor),
      sockets_(server_.home / "transforms.sockets"),
      queue_(at_once) {
  take_up();
  for (int k = 0; k < at_once; ++k) workers_.emplace_back([this] { work(); });
}

TransformJobs::~TransformJobs() {
  {
    const std::lock_guard lock(mutex_);
    ends_ = true;
    for (const auto& [name, run] : at_work_) run->end();
  }
  changed_.notify_all();
  for (auto& worker : workers_) worker.join();
}

void TransformJobs::take_up() {
  for (const TransformSummary& job : list()) {
    if (job.state == Stopping) change(job.name, Stopped);
    if (job.state != InProgress) continue;
    try {
      queue_.add({job.name, require(job.name).plan.owner});
    } catch (const Error& error) {
      // A damaged record costs its own job, not all others.
      if (error.code() != Code::DataCorrupt) throw;
      server_.log(error.what());
    }
  }
}

TransformRecord TransformJobs::require(const std::string& name) const {
  auto record = records_.find(name);
  if (!record) throw Error(Code::NotFound, "there is no transform job {}", name);
  return std::move(*record);
}

void TransformJobs::accept(const std::string& name, const TransformPlan& plan, const Json& asked) {
  const std::lock_guard lock(mutex_);
  TransformRecord record;
  record.name = name;
  record.created = record.changed = system_clock().now();
  record.plan = plan;
  record.asked = asked;
  records_.add(record);
  queue_.add({name, plan.owner});
  changed_.notify_all();
}

void TransformJobs::change(const std::string& name, TransformState to,
                           const std::optional<Error>& failure) {
  TransformSummary job = require(name);
  job.state = to;
  job.changed = system_clock().now();
  if (failure) {
    job.message = failure->what();
    job.code = failure->code();
  }
  records_.change(job);
}

void TransformJobs::stop(const std::string& name) {
  const std::lock_guard lock(mutex_);
  const TransformRecord job = require(name);
  if (job.state == Stopping) return;
  if (job.state != InProgress) {
    throw Error(Code::Conflict, "the transform job {} has ended", job.name);
  }
  change(job.name, Stopping);
  if (const auto run = at_work_.find(job.name); run != at_work_.end()) return run->second->end();
  queue_.remove(job.name);
  change(job.name, Stopped);
}

void TransformJobs::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    const QueuedJob* next = queue_.next();
    if (ends_) return;
    if (next == nullptr) {
      changed_.wait(lock);
      continue;
    }
    const std::string name = next->name;
    queue_.begin(name);
    const fs::path socket = sockets_.next();
    lock.unlock();
    settle(name, run(name, socket));
    lock.lock();
    queue_.end(name);
    changed_.notify_all();
  }
}

/// Why it failed; empty: it is completed.
std::optional<Error> TransformJobs::run(const std::string& name, const fs::path& socket) {
  std::optional<Error> failure;
  const fs::path folder = this->folder(name).root;
  try {
    make_folders(folder);
    remove_folders_in(folder);
    TransformRun run(server_, turn_, executor_, require(name), folder, socket);
    const AtWork at_work(*this, name, run);
    run.run([&] {
      const std::lock_guard lock(mutex_);
      TransformSummary job = require(name);
      if (!job.began) job.began = system_clock().now();
      records_.change(job);
    });
  } catch (const Error& error) {
    failure = error;
  } catch (const std::exception& error) {
    failure = Error(Code::Internal, "{}", error.what());
  }
  remove_folders_in(folder);
  return failure;
}

/// Sets down what became of a job; on a full disk that is tried again until there is room.
void TransformJobs::settle(const std::string& name, const std::optional<Error>& failure) {
  JobLog log(folder(name));
  bool is_told = false;
  for (;;) {
    try {
      const std::lock_guard lock(mutex_);
      const bool stops = require(name).state == Stopping;
      // It is gone on with by the next.
      if (ends_ && failure && failure->code() == Code::Cancelled && !stops) return;
      if (failure && !stops && !std::exchange(is_told, true)) log.add(failure->what());
      log.note(system_clock().now());
      if (stops && failure) {
        change(name, Stopped);
      } else {
        change(name, failure ? Failed : Completed, failure);
      }
      std::error_code missing;
      fs::remove(folder(name).root / kTransformJournal, missing);
      return;
    } catch (const std::exception& error) {
      server_.log(fmt::format("what became of the transform job {} cannot be kept yet: {}", name,
                              error.what()));
    }
    std::this_thread::sleep_for(kTryAgainAfter);
    const std::lock_guard lock(mutex_);
    if (ends_) return;
  }
}

}  // namespace sempurna
