#pragma once

#include "api/json/operation.h"
#include "serving/endpoint_records.h"

namespace sempurna::sagemaker {

/// What DescribeEndpoint answers.
Json description_of(const json::Operation& op, const EndpointRecord& endpoint);

}  // namespace sempurna::sagemaker
