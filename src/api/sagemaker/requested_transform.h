#pragma once

#include "api/sagemaker/resources.h"
#include "base/json_map.h"
#include "serving/transform_plan.h"

namespace sempurna::sagemaker {

/// What a CreateTransformJob asks of a model. Throws ValidationException for what cannot be had.
TransformPlan requested_transform(const JsonMap& asked, const Resource& model);

}  // namespace sempurna::sagemaker
