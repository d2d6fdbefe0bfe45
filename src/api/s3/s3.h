#pragma once

#include <exception>

#include "api/service.h"

namespace sempurna::s3 {

/// Answers one authenticated request in S3's REST dialect.
/// Source: Amazon S3 API Reference. What is not supported is answered NotImplemented.
void answer(Services& services, Call& call);

/// S3's XML for what was thrown; sets the audit's status. When an answer has begun already the
/// connection can only be closed: rethrows.
void answer_error(Call& call, const std::exception& error);

}  // namespace sempurna::s3
