#pragma once

#include <optional>
#include <string>

#include "base/json.h"
#include "jobs/job_clock.h"
#include "jobs/prepared_job.h"

namespace sempurna {

/// Packs <job>/model into <job>/output/model.tar.gz, or puts its files into <job>/output/model,
/// writes <job>/job.json and takes the job's working files away. Returns what job.json holds.
/// Killed anywhere in between, the job either has no result there, and is resumed, or all its
/// facts.
Json finish_job(const PreparedJob& job, const JobClock& clock, const Json& result);

/// What job.json holds of a job that has its result, or empty. Takes working files away that are
/// still there.
std::optional<Json> finished_job(const JobFolder& folder);

}  // namespace sempurna
