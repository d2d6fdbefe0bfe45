#pragma once

#include <cstdint>
#include <string>

#include "base/files.h"
#include "report/run_record.h"
#include "train/run_size.h"
#include "train/trial.h"

namespace sempurna {

/// How long a run will take and what it needs.
ForetoldRecord forecast(const RunSize& size, const Trial& trial, const TrainingPlan& plan);
/// What a run writes at most once its data are ready; `feature_width` numbers for each example of
/// kept features.
uint64_t disk_bytes(const RunSize& size, const TrainingPlan& plan, int64_t feature_width);
/// "about 3 to 5 minutes, 1.2 GB of memory, 150 MB of disk".
std::string words(const ForetoldRecord& forecast);

/// Throws ResourceLimit when the disk under `folder` has not got what is still to be written.
void require_disk(const fs::path& folder, uint64_t bytes);

/// Throws ResourceLimit when the heaviest batch of the run, going by those of the first steps,
/// needs more memory than there is, with a batch size that does not.
void require_batch(const RunSize& size, const Trial& trial, const TrainingPlan& plan);

/// Throws ResourceLimit when weights, gradients and the optimizer's memory alone do not fit.
void require_memory(const RunSize& size, const TrainingPlan& plan);

}  // namespace sempurna
