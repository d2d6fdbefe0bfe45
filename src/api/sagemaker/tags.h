#pragma once

#include <string>

#include "api/json/operation.h"

namespace sempurna::sagemaker {

/// Throws AccessDenied unless the caller may do the action with what the ARN names; policies may
/// ask about the tags that the request gives or takes away.
void authorize_tagged(json::Operation& op, const std::string& action, const std::string& arn);

/// Tags of the request that is to make what the ARN names can be kept, and the caller may add them,
/// where there are any. Throws AccessDenied, ValidationException for a key twice.
void check_tags(json::Operation& op, const std::string& arn);

/// Keeps the member Tags of the request that made what the ARN names; what an earlier one of the
/// name had is gone. Throws
/// ValidationException for a key twice.
void keep_tags(const json::Operation& op, const std::string& arn);

/// The same where none are kept: the server was killed before it kept them.
void keep_tags_if_missing(const json::Operation& op, const std::string& arn);

/// The tags of what the ARN names, as [{"Key": …, "Value": …}].
Json tags_of_resource(const json::Operation& op, const std::string& arn);

}  // namespace sempurna::sagemaker
