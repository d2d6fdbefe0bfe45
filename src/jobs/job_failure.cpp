#include "jobs/job_failure.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "base/error.h"
#include "base/files.h"
#include "catalog/worker_status.h"
#include "jobs/given_places.h"
#include "run/local_worker.h"

namespace sempurna {

namespace {

constexpr uint64_t kFullBelow = 64 * 1024;

bool is_number(const std::string& name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Checkpoints are folders with a number for a name; what else lies beside them is made anew.
bool holds_progress(const JobFolder& folder) {
  if (!fs::exists(folder.checkpoints())) return false;
  for (const auto& entry : fs::directory_iterator(folder.checkpoints())) {
    const std::string name = entry.path().filename().string();
    if (is_number(name) || (name == "features" && !fs::is_empty(entry))) return true;
  }
  return false;
}

/// What to type, as the end of a sentence.
std::string resume_advice(const PreparedJob& job) {
  if (job.is_served) return "";
  return fmt::format(". Go on with: `sempurna fine-tune --resume --name {} --output {}`", job.name,
                     job.folder.root.parent_path().string());
}

std::string told_by_worker(const PreparedJob& job) {
  if (!fs::exists(job.folder.failure())) return "";
  std::string reason = with_given_places(job.folder, read_file(job.folder.failure()));
  while (reason.ends_with('\n') || reason.ends_with('.')) reason.pop_back();
  return reason;
}

}  // namespace

bool discard_if_empty(const PreparedJob& job) {
  if (!job.fresh || job.is_served || holds_progress(job.folder)) return false;
  std::error_code ignored;
  fs::remove_all(job.folder.root, ignored);
  return true;
}

Error fail_job(const PreparedJob& job, const Exit& exit, bool stopped) {
  if (exit.signal == 0 && exit.status == kWorkerBusy) {
    return {Code::Conflict,
            "another worker is still at work on the job {}; wait until it has ended{}", job.name,
            resume_advice(job)};
  }
  if (exit.signal == 0 && exit.status == kExitNotConfined && job.worker.is_confined) {
    return {Code::Unavailable,
            "this machine gives a worker no network of its own, so the job {} cannot be isolated "
            "from it; allow user namespaces, or ask for no isolation",
            job.name};
  }
  std::string reason = told_by_worker(job);
  // A worker on a full disk cannot write its sentence down either.
  if (reason.empty() && !stopped && exit.signal == 0 && free_bytes(job.folder.root) < kFullBelow) {
    reason = fmt::format("cannot write into {}: the disk is full; free some space and try again",
                         job.folder.root.string());
  }
  // No hint that would fail again; the sentence itself says what has to change.
  const bool refused = exit.signal == 0 && exit.status == kWorkerRefused;
  const bool killed = exit.signal == SIGKILL;
  const bool goes_on = stopped || killed || (!refused && holds_progress(job.folder));
  const std::string advice = goes_on ? resume_advice(job) : "";
  if (!reason.empty()) {
    discard_if_empty(job);
    return {refused ? Code::InvalidArgument : Code::Unavailable, "{}{}", reason, advice};
  }
  if (stopped) return {Code::Cancelled, "stopped as asked{}", advice};
  // A crash is explained by the log, if at all.
  const std::string log =
      killed || job.is_served ? "" : "; its log is " + (job.folder.root / "log.txt").string();
  return lost_worker(exit,
                     "close other programs first, or start a new job with a smaller batch_size",
                     log + advice);
}

Error unfinished_job(const PreparedJob& job, const Error& error) {
  return {error.code(), "{}{}", error.what(), resume_advice(job)};
}

}  // namespace sempurna
