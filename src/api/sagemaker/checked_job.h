#pragma once

#include <functional>

#include "api/json/operation.h"
#include "jobs/job_parent.h"
#include "jobs/training_request.h"

namespace sempurna::sagemaker {

/// A training job that may be accepted.
struct CheckedJob {
  JobParent parent;  ///< that it starts from; of an archive only what is known of it stays
  TrainingRequest request;
};

/// Tells whether a model, which is a card's id or lies here, can be trained as asked, and sets what
/// memory that takes. Gives the model. Throws with a sentence.
using CheckModel = std::function<JobParent(TrainingRequest& request)>;

/// By the request's hyperparameters.
JobParent check_model(TrainingRequest& request);

/// The training job that the members of a CreateTrainingJob ask for, once all has been checked that
/// can be told before it is accepted: what its role may do, its key, network, model,
/// hyperparameters, data and output. Whether the caller may pass the role, and its tags, are left
/// aside. Throws ValidationException.
CheckedJob checked_job(json::Operation& op, const JsonMap& asked,
                       const CheckModel& check = check_model);

}  // namespace sempurna::sagemaker
