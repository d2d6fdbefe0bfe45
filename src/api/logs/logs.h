#pragma once

#include "api/dialect.h"

namespace sempurna::logs {

/// What training jobs said, as Amazon CloudWatch Logs: X-Amz-Target Logs_20140328.OPERATION.
/// Source: Amazon CloudWatch Logs API Reference.
const Dialect& dialect();

}  // namespace sempurna::logs
