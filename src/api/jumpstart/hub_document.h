#pragma once

#include <string>

#include "base/json.h"

namespace sempurna::jumpstart {

/// A model's spec as the hub tells it: members in Pascal case, and where the spec has the key of an
/// object, the object's URI in `bucket`. Source: aws/sagemaker-python-sdk, HubModelDocument.
Json hub_document(const Json& spec, const std::string& bucket);

}  // namespace sempurna::jumpstart
