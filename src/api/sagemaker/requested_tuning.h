#pragma once

#include "base/json_map.h"
#include "tuning/tuning_order.h"

namespace sempurna::sagemaker {

/// What a CreateHyperParameterTuningJob asks for, as far as its members alone tell.
struct RequestedTuning {
  JsonMap definition;  ///< of its trials
  JsonMap training;    ///< what a CreateTrainingJob of a trial has, without what is tuned
  TuningPlan plan;
  TuningObjective objective;
  TuningLimits limits;  ///< with 0 trials where nothing is said of them
};

/// `name` is the first trial's, by which its output is checked. Throws ValidationException.
RequestedTuning requested_tuning(const JsonMap& asked, const std::string& name);

/// The members of the training jobs that a tuning job's definition defines.
JsonMap training_of(const JsonMap& definition);

/// The one definition of trials that a tuning job was asked for. Throws ValidationException for
/// none or several.
const JsonMap& definition_of(const JsonMap& asked);

/// The Type and MetricName of the objective. Throws ValidationException where there is none.
const JsonMap& objective_of(const JsonMap& asked);

}  // namespace sempurna::sagemaker
