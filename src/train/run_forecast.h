#pragma once

#include <cstdint>

#include "base/json.h"
#include "catalog/job_folder.h"
#include "train/built_run.h"
#include "train/progress.h"
#include "train/run_examples.h"

namespace sempurna {

/// What was foretold of a run.
struct RunForecast {
  Json figures;              ///< train/forecast.h
  uint64_t peak_before = 0;  ///< bytes of memory at most, before the trial began to count anew
};

/// Says what the size alone tells, tries a few steps, which it puts back, and says what these tell;
/// a run that goes on from a checkpoint keeps its first forecast. Throws ResourceLimit when memory
/// or disk will not do.
RunForecast foresee(const JobFolder& job, BuiltRun& built, const RunExamples& examples,
                    const JobData& data, const RunInput& input, Progress& progress);

}  // namespace sempurna
