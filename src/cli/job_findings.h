#pragma once

#include <string>
#include <vector>

#include "base/json.h"
#include "catalog/job_folder.h"
#include "dataset/finding.h"

namespace sempurna {

/// What the check at the beginning of a job finds, gathered from the job's events.
class JobFindings {
 public:
  explicit JobFindings(const JobFolder& folder) : folder_(folder) {}

  /// Keeps the event if it is a finding; returns whether it was.
  bool take(const Json& event);
  /// Errors and warnings that were not told yet, as lines for a person.
  std::vector<std::string> tell();

 private:
  JobFolder folder_;
  Findings untold_;
};

}  // namespace sempurna
