#pragma once

#include <vector>

#include "jobs/job_records.h"

namespace sempurna {

/// All values of a job's metrics, each metric's in the order of their times: of those that were
/// asked for as its log has them, and of the algorithm's own, which have other names, one of each
/// epoch. Empty where its folder is gone.
std::vector<LogMetric> metrics_of(const JobRecord& job);

}  // namespace sempurna
