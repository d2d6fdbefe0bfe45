#include "jobs/job_clock.h"

#include <fmt/chrono.h>

#include <ctime>

#include "base/json.h"
#include "run/worked_time.h"

namespace sempurna {

fs::path job_record(const JobFolder& folder) {
  return folder.root / "job.json";
}

std::string utc_now() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

void JobClock::begin(const JobFolder& folder) {
  write_file_atomic(job_record(folder), to_pretty({{"created", utc_now()}}));
}

JobClock::JobClock(const JobFolder& folder)
    : created_(utc_now()),
      before_(worked_seconds(folder.progress())),
      start_(std::chrono::steady_clock::now()) {
  // A folder that somebody else laid has none.
  if (fs::exists(job_record(folder))) {
    created_ = read_json(job_record(folder)).value("created", created_);
  }
}

double JobClock::seconds() const {
  return before_ + std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

}  // namespace sempurna
