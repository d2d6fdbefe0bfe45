#pragma once

#include <string>

#include "api/json/operation.h"
#include "api/sagemaker/resources.h"
#include "serving/endpoint_records.h"

namespace sempurna::sagemaker {

/// The one container that a CreateModel asked for. Throws ValidationException where there is none,
/// or more.
JsonMap container_of(const JsonMap& asked);

/// s3://bucket/key of the model.tar.gz, or of its unpacked files. Throws ValidationException.
std::string model_data_of(const JsonMap& container);

/// The model as whoever starts a worker for it has it; called as the model is.
VariantPlan plan_of(const Resource& model);

/// The refusal of a model that is not there, in SageMaker's words.
JsonError no_model(const ServerConfig& config, const std::string& name);

/// What DescribeModel answers.
Json description_of(const json::Operation& op, const Resource& model);

}  // namespace sempurna::sagemaker
