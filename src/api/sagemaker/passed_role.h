#pragma once

#include <string>

#include "api/json/operation.h"
#include "api/sagemaker/role_store.h"

namespace sempurna::sagemaker {

/// The caller may pass the role to SageMaker. Throws AccessDenied.
void authorize_role(json::Operation& op, const std::string& role_arn);

/// The objects as the role sees them. Throws ValidationException where it cannot be assumed, in the
/// words by which clients know to try again.
RoleStore role_store(json::Operation& op, const std::string& role_arn,
                     const std::string& output_key = "");

/// The key that the KmsKeyId of a request's member names is here. Throws ValidationException.
void check_key(const json::Operation& op, const char* member);

/// The networks that the VpcConfig among a request's members names are of the configuration. Throws
/// ValidationException.
void check_network(const json::Operation& op, const JsonMap& asked);

}  // namespace sempurna::sagemaker
