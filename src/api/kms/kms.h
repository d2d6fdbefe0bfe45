#pragma once

#include "api/dialect.h"

namespace sempurna::kms {

/// AWS KMS in JSON 1.1: X-Amz-Target TrentService.OPERATION. Source: AWS KMS API Reference.
const Dialect& dialect();

}  // namespace sempurna::kms
