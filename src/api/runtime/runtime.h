#pragma once

#include "api/dialect.h"

namespace sempurna::runtime {

/// Amazon SageMaker Runtime, which asks endpoints: POST /endpoints/NAME/invocations, signed for
/// the service sagemaker. Source: Amazon SageMaker API Reference, InvokeEndpoint.
const Dialect& dialect();

}  // namespace sempurna::runtime
