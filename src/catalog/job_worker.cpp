#include "catalog/job_worker.h"

#include "base/error.h"
#include "base/files.h"
#include "base/folder_lock.h"
#include "base/json.h"
#include "base/process.h"

namespace sempurna {

namespace {

fs::path note_of(const JobFolder& job) {
  return job.root / "worker.json";
}

}  // namespace

void write_job_worker(const JobFolder& job, pid_t process) {
  write_file_atomic(note_of(job),
                    to_line({{"process", process}, {"began", process_began(process).value_or(0)}}));
}

std::optional<pid_t> find_job_worker(const JobFolder& job) {
  if (!fs::exists(note_of(job)) || !is_locked(job.root)) return std::nullopt;
  try {
    const Json note = read_json(note_of(job));
    const pid_t process = note.at("process");
    // Another of the same number began at another time.
    const uint64_t began = note.at("began");
    return process_began(process) == began ? std::optional(process) : std::nullopt;
  } catch (const std::exception&) {
    return std::nullopt;  // written by nobody of ours
  }
}

}  // namespace sempurna
