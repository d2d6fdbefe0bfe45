#pragma once

#include "base/error.h"
#include "base/process.h"
#include "jobs/prepared_job.h"

namespace sempurna {

/// Takes the folder of a new job away, so that its name is free again, unless it holds something
/// that --resume can build on: a checkpoint, or kept features. Returns whether it did.
bool discard_if_empty(const PreparedJob& job);

/// Ends a job whose worker ended without a model: takes a new one's folder away where the worker
/// says why and nothing is worth keeping. Returns why it ended, and how to go on where that may
/// help: a job that was killed stays, even before its first checkpoint. `stopped`: a person asked
/// for it.
Error fail_job(const PreparedJob& job, const Exit& exit, bool stopped);

/// Of a job whose model is there, but could not be packed: why, and how to go on.
Error unfinished_job(const PreparedJob& job, const Error& error);

}  // namespace sempurna
