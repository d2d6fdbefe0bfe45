#pragma once

#include <string>

#include "api/service.h"

namespace sempurna::kms {

/// AWS KMS in JSON 1.1: X-Amz-Target TrentService.OPERATION. Source: AWS KMS API Reference.
/// What policies may ask of the use of a key. `named` is the name that the request has for it;
/// `via` the service that uses it for the caller ("s3"), or empty.
Circumstances circumstances(const Services& services, const Key& key, const std::string& named,
                            const Keys::Context& context, const std::string& via = {});

void answer(Services& services, Call& call, const std::string& operation, const std::string& body);

}  // namespace sempurna::kms
