#include "train/run_training.h"

#include <fmt/core.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <chrono>
#include <optional>
#include <thread>

#include "base/error.h"
#include "base/folder_lock.h"
#include "base/machine_memory.h"
#include "base/standard_streams.h"
#include "catalog/job_worker.h"
#include "catalog/worker_status.h"
#include "tensor/guard.h"
#include "train/stop_signals.h"
#include "train/training_job.h"

namespace sempurna {

namespace {

constexpr auto kAskEvery = std::chrono::milliseconds(50);

/// A worker whose command line was killed is still saving what it has; its successor waits for it.
bool take(FolderLock& lock, double seconds) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::duration<double>(seconds);
  while (!lock.try_take()) {
    if (stop_requested() || std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(kAskEvery);
  }
  return true;
}

/// Whether the same job may get further another time, with nothing in it changed.
bool may_pass(Code code) {
  return code == Code::ResourceLimit || code == Code::Unavailable || code == Code::Internal;
}

/// Tells of an error wherever someone may look; telling must not fail for the same reason again.
int tell(const JobFolder& job, Progress& progress, Code code, const std::string& message,
         uint64_t memory_bytes = 0) {
  const bool stopped = code == Code::Cancelled;
  sempurna::tell("{}\n", message);
  try {
    Json event = {{"code", name(code)}, {"message", message}};
    if (memory_bytes > 0) event["memory_bytes"] = memory_bytes;
    progress.write("error", event);
    if (!stopped) write_file_atomic(job.failure(), message + "\n");
  } catch (const Error& error) {
    sempurna::tell("{}\n", error.what());
  }
  return stopped ? kWorkerStopped : may_pass(code) ? kWorkerFailed : kWorkerRefused;
}

/// Runs the job and tells of its errors; the worker's status.
int run_told(const JobFolder& job, const RunOptions& options, Progress& progress) {
  const bool first = options.place.world.get().first();
  try {
    progress.write("start", Json::object());
    if (first) fs::remove(job.failure());
    bool is_whole = true;
    with_torch_errors([&] {
      try {
        is_whole = run_job(job, options, progress);
      } catch (const fs::filesystem_error& error) {
        throw Error(Code::Unavailable, "{}", error.what());
      } catch (const Json::exception& error) {
        throw Error(Code::DataCorrupt, "a file of the job is not as it should be: {}",
                    error.what());
      }
    });
    return is_whole ? kWorkerDone : kWorkerStopped;
  } catch (const MemoryError& error) {
    return tell(job, progress, error.code(), error.what(), error.bytes());
  } catch (const Error& error) {
    return tell(job, progress, error.code(), error.what());
  } catch (const std::exception& error) {
    return tell(job, progress, Code::Internal, error.what());
  }
}

/// Whoever started us had the system end us with it until now. Where it cannot be set down who we
/// are, that stays so.
void outlive(const JobFolder& job) {
  try {
    write_job_worker(job, ::getpid());
    ::prctl(PR_SET_PDEATHSIG, 0);
  } catch (const Error& error) {
    sempurna::tell("{}\n", error.what());
  }
}

void tell_end(Progress& progress, int status) {
  try {
    progress.write("end", {{"status", status}});
  } catch (const Error& error) {
    sempurna::tell("{}\n", error.what());
  }
}

}  // namespace

int run_training(const JobFolder& job, const RunOptions& options) {
  const StopSignals signals;
  const bool first = options.place.world.get().first();
  FolderLock lock(job.root);
  if (first && !take(lock, options.wait_seconds)) {
    tell("another worker is at work on the job in {}\n", job.root.string());
    return stop_requested() ? kWorkerStopped : kWorkerBusy;
  }
  if (options.outlives && first) outlive(job);
  make_folders(job.output());
  std::optional<Progress> own;
  first ? own.emplace(job.progress()) : own.emplace();
  Progress& progress = *own;
  const int status = run_told(job, options, progress);
  if (options.outlives && first) tell_end(progress, status);
  return status;
}

}  // namespace sempurna
