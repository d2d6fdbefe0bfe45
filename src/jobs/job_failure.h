#pragma once

#include "base/process.h"
#include "jobs/prepared_job.h"

namespace sempurna {

/// Takes the folder of a new job away, so that its name is free again, unless it holds something
/// that --resume can build on: a checkpoint, or kept features. Returns whether it did.
bool discard_if_empty(const PreparedJob& job);

/// Throws why the worker ended without a model, and how to go on where that may help: a job that
/// was killed stays, even before its first checkpoint. `stopped`: a person asked for it.
[[noreturn]] void report_failure(const PreparedJob& job, const Exit& exit, bool stopped);

}  // namespace sempurna
