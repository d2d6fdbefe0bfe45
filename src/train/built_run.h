#pragma once

#include <memory>

#include "base/json.h"
#include "models/model.h"
#include "train/job_data.h"
#include "train/run_input.h"
#include "train/run_size.h"

namespace sempurna {

/// Throws InvalidArgument where a run's hyperparameters do not fit its data.
void require_fit(const Hyperparameters& h, const JobData& data);

/// The model that is trained, and how much there is to do.
struct BuiltRun {
  TrainingPlan plan;
  std::unique_ptr<Model> model;
  RunSize size;
  Json fingerprint;         ///< of all that decides what the run computes (train/fingerprint.h)
  std::string feature_key;  ///< of its examples' features (train/feature_key.h)
};

/// Loads the parent's weights; what is not trained has its gradients off. The plan is the input's,
/// with the epochs that model and data decide where the head is solved for.
BuiltRun build_run(const RunInput& input, const JobData& data);

}  // namespace sempurna
