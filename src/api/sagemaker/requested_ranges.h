#pragma once

#include "api/sagemaker/checked_job.h"
#include "base/json_map.h"
#include "tuning/tuning_order.h"

namespace sempurna::sagemaker {

/// How many trials a tuning job may have, with those that it learns from.
/// Source: AWS, "Amazon SageMaker AI endpoints and quotas".
constexpr int64_t kMostTrials = 750;

/// What ParameterRanges say. Throws ValidationException for numbers that are none, and for
/// AutoParameters; what else may be wrong with them, fault_of() tells.
ParameterRanges requested_ranges(const JsonMap& ranges);

/// Holds a trial's hyperparameters, those that all have and those that are tuned at the ends of
/// their ranges, against a model, and asks for the memory of the largest. The objective must be
/// there, and epochs where the strategy is by them. Throws ValidationException.
JobParent check_tuned_model(const TuningPlan& plan, const TuningObjective& objective,
                            TrainingRequest& request);

}  // namespace sempurna::sagemaker
