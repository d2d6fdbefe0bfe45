#pragma once

#include <sys/types.h>

#include <optional>

#include "catalog/job_folder.h"

namespace sempurna {

/// Sets down in <job>/worker.json which process works on the job. It holds the folder's lock, and
/// goes on when whoever started it is gone.
void write_job_worker(const JobFolder& job, pid_t process);

/// That process; empty where it has ended, or none was set down. Never waits.
std::optional<pid_t> find_job_worker(const JobFolder& job);

}  // namespace sempurna
