#pragma once

#include <string>

#include "api/json/operation.h"
#include "api/sagemaker/role_store.h"
#include "jobs/training_request.h"

namespace sempurna::sagemaker {

/// A CreateTrainingJob as the program's own jobs are asked for.
struct RequestedJob {
  std::string card;  ///< that the model comes from; empty of an archive before it is read
  TrainingRequest request;
};

/// Which model, data, hyperparameters and output a request means. The model is the archive of its
/// `model` channel, else the card that AlgorithmName, TrainingImage or the tag
/// sagemaker-sdk:jumpstart-model-id names. Throws ValidationException.
RequestedJob requested_job(const JsonMap& request);

/// A value as it is meant: the SageMaker SDK v2 sends each as JSON ("\"5\"", "True" as "\"True\"").
std::string plain_value(const std::string& value);

}  // namespace sempurna::sagemaker
