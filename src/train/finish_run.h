#pragma once

#include <chrono>

#include "catalog/job_folder.h"
#include "train/built_run.h"
#include "train/run_evaluation.h"
#include "train/run_forecast.h"
#include "train/run_input.h"
#include "train/trainer.h"

namespace sempurna {

/// All that a run has come to.
struct TrainedRun {
  const RunInput& input;
  const JobData& data;
  const BuiltRun& built;
  const RunForecast& forecast;
  const TrainingOutcome& outcome;
  const RunEvaluation& evaluation;
  std::chrono::steady_clock::time_point began;  ///< of this process's part
};

/// Writes the model, the reports and, when these are there, the result event.
void finish_run(const JobFolder& job, const TrainedRun& run, Progress& progress);

}  // namespace sempurna
