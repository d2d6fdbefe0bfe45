#pragma once

#include <optional>
#include <vector>

#include "api/json/operation.h"
#include "api/sagemaker/requested_tuning.h"
#include "tuning/tuning_records.h"

namespace sempurna::sagemaker {

/// The tuning jobs that a CreateHyperParameterTuningJob's WarmStartConfig learns from, which may be
/// none. Throws ValidationException where one of them cannot be learnt from. Source: AWS, "Run a
/// warm start hyperparameter tuning job".
std::vector<TuningRecord> warm_start_parents(const json::Operation& op,
                                             const RequestedTuning& tuning);

/// Sets how many trials there are at most where nothing is said of that: what those of the parents
/// leave. Throws ValidationException where they leave less than is asked for.
void limit_trials(const json::Operation& op, const std::vector<TuningRecord>& parents,
                  TuningLimits& limits);

/// Their trials as those of the new tuning job: what is tuned there now, within its ranges, and was
/// set there for all, stands among the values.
std::vector<Trial> warm_start_trials(const json::Operation& op,
                                     const std::vector<TuningRecord>& parents,
                                     const RequestedTuning& tuning);

}  // namespace sempurna::sagemaker
