#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/database.h"
#include "base/files.h"
#include "jobs/job_state.h"

namespace sempurna {

/// What a list shows of a training job.
struct JobSummary {
  fs::path folder;
  std::string name;
  std::string model;
  bool is_served = false;  ///< a server's
  JobState state;
  std::string status;  ///< its TrainingJobStatus, status_of(state, is_served)
  Time created;
  Time changed;

  /// Whether there is more to come of it.
  bool is_at_work() const { return status == "InProgress" || status == "Stopping"; }
};

enum class JobOrder { Created, Name, Status };

/// A place in a list, between two jobs: just behind one that has this value and name.
struct JobPlace {
  std::string value;  ///< of what the list is ordered by: milliseconds since 1970, name, status
  std::string name;
};

JobPlace place_of(const JobSummary& job, JobOrder order);

/// Which jobs, in which order, how many. What is not set asks for nothing.
struct JobQuery {
  bool served_only = false;
  std::string name_contains = {};
  std::string named_alike = {};            ///< this name, in any case of its letters
  std::vector<std::string> statuses = {};  ///< one of these
  // Milliseconds since 1970; what is exactly then is left out.
  std::optional<double> created_after = {};
  std::optional<double> created_before = {};
  std::optional<double> changed_after = {};
  std::optional<double> changed_before = {};
  JobOrder order = JobOrder::Created;  ///< then by name, then by folder
  bool descending = false;
  /// Begins there. Jobs that come meanwhile change nothing of what is behind it.
  std::optional<JobPlace> after = {};
  int64_t limit = -1;  ///< negative: all
};

/// In one query of the records' database. Jobs whose record is damaged are left out.
std::vector<JobSummary> find_jobs(Database& database, const JobQuery& query);

}  // namespace sempurna
