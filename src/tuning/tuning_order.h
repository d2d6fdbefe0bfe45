#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "jobs/training_request.h"
#include "tuning/strategy.h"

namespace sempurna {

/// The metric by which trials are told better from worse.
struct TuningObjective {
  std::string metric;  ///< as it was asked for: "validation:accuracy"
  /// The figure of a run's epochs that it stands for: "val_accuracy"; empty of a metric that is
  /// read from what a job says.
  std::string figure = {};
  std::string regex = {};  ///< of such a one, as in MetricDefinition
};

/// When no further trial begins. What is 0 or empty sets no limit.
struct TuningLimits {
  int64_t at_once = 1;
  int64_t trials = 0;
  int64_t seconds = 0;                ///< that the tuning job is worked on
  std::optional<double> target = {};  ///< of the objective
  /// Trials one after the other that were not better than the best before them by a hundredth.
  int64_t not_improving = 0;
  bool until_converged = false;
};

/// What a tuning job does.
struct TuningOrder {
  TuningPlan plan = {};
  TuningObjective objective = {};
  TuningLimits limits = {};
  std::string model = {};      ///< the card's id that its trials come from
  int64_t epochs = 0;          ///< that a trial trains of which it is not said; 0: nobody knows
  TrainingRequest trial = {};  ///< what each trial is asked for, but for its name and what is tuned
  Json asked = {};             ///< what is given back of each trial, but for the same
  std::vector<Trial> parents = {};  ///< ended trials that a warm start learns from
};

Json to_json(const TuningOrder& order);
/// Throws DataCorrupt.
TuningOrder read_tuning_order(const Json& json);

/// Of one trial: what it is asked for, and what is given back of that.
struct TrialRequest {
  TrainingRequest request;
  Json asked;
};
TrialRequest trial_request(const TuningOrder& order, const std::string& name, const Values& values);

/// How many epochs a trial trains: by its values, or else by those that all have, or else by the
/// model's default; 0: nobody knows.
int64_t epochs_of(const TuningOrder& order, const Values& values);

}  // namespace sempurna
