#pragma once

#include <string>

#include "api/json/operation.h"

namespace sempurna::sagemaker {

/// Throws ValidationException for Tags of a request that cannot be kept: a key twice.
void check_tags(const json::Operation& op);

/// Keeps the member Tags of the request that made what the ARN names; what an earlier one of the
/// name had is gone. Throws as check_tags().
void keep_tags(const json::Operation& op, const std::string& arn);

/// The tags of what the ARN names, as [{"Key": …, "Value": …}].
Json tags_of_resource(const json::Operation& op, const std::string& arn);

}  // namespace sempurna::sagemaker
