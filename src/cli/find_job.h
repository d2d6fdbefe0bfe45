#pragma once

#include <string>

#include "jobs/job_records.h"

namespace sempurna {

/// The job of this name; or of this folder, where several output folders have one of that name.
/// Throws NotFound with the nearest name, InvalidArgument with the folders of several.
JobRecord find_job(const JobRecords& records, const std::string& asked);

}  // namespace sempurna
