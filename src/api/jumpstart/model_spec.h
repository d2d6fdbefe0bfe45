#pragma once

#include <string>

#include "base/json.h"
#include "catalog/card.h"

namespace sempurna::jumpstart {

/// What the SageMaker Python SDK reads of a model in JumpStart's bucket: hyperparameters with their
/// defaults for a classification layer that starts anew, instance types, where its artifacts lie,
/// what its endpoints are sent. `model_id` is the card's, or one that the card stands for.
/// Source: aws/sagemaker-python-sdk, JumpStartModelSpecs.
Json model_spec(const Card& card, const std::string& model_id);

}  // namespace sempurna::jumpstart
