#pragma once

#include "train/progress.h"
#include "train/run_training.h"

namespace sempurna {

/// One run of a job from end to end, each stage a value that the next is given. Throws where the
/// job fails, and Cancelled after a stop signal. Returns false
/// where it was asked to finish early, and has made the model of what it had.
bool run_job(const JobFolder& job, const RunOptions& options, Progress& progress);

}  // namespace sempurna
