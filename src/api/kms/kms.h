#pragma once

#include <string>

#include "api/service.h"

namespace sempurna::kms {

/// AWS KMS in JSON 1.1: X-Amz-Target TrentService.OPERATION. Source: AWS KMS API Reference.
void answer(Services& services, Call& call, const std::string& operation, const std::string& body);

}  // namespace sempurna::kms
