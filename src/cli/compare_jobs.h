#pragma once

#include <string>
#include <vector>

#include "jobs/job_records.h"

namespace sempurna {

/// What two jobs or more differ in: a row for each setting that is not the same in all, for what
/// was measured, and for the time that it took; a column for each job. The first row is the head.
std::vector<std::vector<std::string>> comparison(const std::vector<JobRecord>& jobs);

/// Shows it. Throws InvalidArgument for fewer than two jobs.
int compare_jobs(const std::vector<std::string>& names, bool json);

}  // namespace sempurna
