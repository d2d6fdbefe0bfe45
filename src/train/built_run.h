#pragma once

#include <memory>

#include "base/json.h"
#include "models/model.h"
#include "train/job_data.h"
#include "train/run_input.h"
#include "train/run_size.h"

namespace sempurna {

/// The input's plan with what its data decide. Throws InvalidArgument where the two do not fit.
TrainingPlan plan_for(const RunInput& input, const JobData& data);

/// The model that is trained, and how much there is to do.
struct BuiltRun {
  TrainingPlan plan;
  std::unique_ptr<Model> model;
  RunSize size;
  Json fingerprint;         ///< of all that decides what the run computes (train/fingerprint.h)
  std::string feature_key;  ///< of its examples' features (train/feature_key.h)
};

/// Loads the parent's weights; what is not trained has its gradients off.
BuiltRun build_run(const RunInput& input, const JobData& data, const TrainingPlan& plan);

}  // namespace sempurna
