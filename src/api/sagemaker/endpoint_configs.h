#pragma once

#include <string>

#include "api/json/operation.h"
#include "serving/endpoint_records.h"

namespace sempurna::sagemaker {

/// What an endpoint of this configuration is made of, as its models are now. Throws
/// ValidationException where the configuration or a model is not there.
DeploymentPlan plan_of(const json::Operation& op, const std::string& config);

std::string endpoint_config_arn(const json::Operation& op, const std::string& name);

}  // namespace sempurna::sagemaker
