#pragma once

#include <exception>

#include "api/dialect.h"

namespace sempurna::s3 {

/// S3's REST dialect. Source: Amazon S3 API Reference. What is not supported is answered
/// NotImplemented.
const Dialect& dialect();

/// S3's XML for what was thrown.
void answer_error(Call& call, const std::exception& error);

}  // namespace sempurna::s3
