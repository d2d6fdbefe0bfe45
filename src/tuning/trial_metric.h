#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "jobs/job_records.h"
#include "run/progress_reader.h"
#include "tuning/tuning_order.h"

namespace sempurna {

/// The figure of a run that a metric's name stands for where no definition is given: "val_accuracy"
/// of validation:accuracy, of sempurna:val-accuracy, and of itself; empty: none.
std::optional<std::string> figure_of_metric(std::string_view metric);

/// Follows the objective of a trial that is at work.
class TrialMetric {
 public:
  TrialMetric(const TuningObjective& objective, const JobFolder& job);

  /// Its value after each epoch, as far as there are any. It ends at an epoch that has none: the
  /// run has diverged.
  const std::vector<double>& by_epoch();

 private:
  TuningObjective objective_;
  ProgressReader progress_;
  std::vector<double> by_epoch_;
};

/// The objective of a training job that has ended: of a metric of the run's own that of the epoch
/// that its model is of, of another the last that it said; without either the last of `by_epoch`.
/// Empty of one that failed.
std::optional<double> final_objective(const TuningObjective& objective, const JobRecord& job,
                                      const std::vector<double>& by_epoch);

}  // namespace sempurna
