#pragma once

#include <chrono>
#include <string>

#include "base/files.h"
#include "catalog/job_folder.h"

namespace sempurna {

/// Times, host and results of a job; the only file that differs between equal jobs.
fs::path job_record(const JobFolder& folder);

/// The present time in UTC, as 2025-01-31T12:00:00Z.
std::string utc_now();

/// When a job was made and how long it has been worked on, over all its resumptions, whatever
/// ended each of them.
class JobClock {
 public:
  /// Writes the record of a job that is made now.
  static void begin(const JobFolder& folder);

  /// Counts on from what was done before.
  explicit JobClock(const JobFolder& folder);
  double seconds() const;
  const std::string& created() const { return created_; }

 private:
  std::string created_;
  double before_;
  std::chrono::steady_clock::time_point start_;
};

}  // namespace sempurna
