#pragma once

#include "api/dialect.h"

namespace sempurna::s3 {

/// S3's REST dialect. Source: Amazon S3 API Reference. What is not supported is answered
/// NotImplemented.
const Dialect& dialect();

// errors.cpp
std::span<const ErrorRow> errors();
void answer_failure(Call& call, const Failure& failure);

}  // namespace sempurna::s3
