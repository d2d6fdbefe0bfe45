#pragma once

#include "api/dialect.h"

namespace sempurna::cloudwatch {

/// The metrics of training jobs and endpoints, as Amazon CloudWatch, signed for the service
/// monitoring, in each of the protocols that its clients speak: forms, JSON and CBOR. Source:
/// Amazon CloudWatch API Reference.
const Dialect& dialect();

}  // namespace sempurna::cloudwatch
