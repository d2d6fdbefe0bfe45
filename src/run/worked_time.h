#pragma once

#include <filesystem>

namespace sempurna {

/// How many seconds workers have been at a job, by its progress.jsonl: from each "start" event to
/// the last event before the next, so a worker that was killed counts as far as it told. 0 when
/// there is no such file.
double worked_seconds(const std::filesystem::path& progress);

}  // namespace sempurna
