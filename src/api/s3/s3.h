#pragma once

#include <exception>

#include "api/service.h"

namespace sempurna::s3 {

/// Answers one authenticated request in S3's REST dialect.
/// Source: Amazon S3 API Reference. What is not supported is answered NotImplemented.
void answer(Services& services, Call& call);

/// The bucket of virtual-host style, "bucket.host"; empty of path style. A host without a dot, a
/// number, or one that the configuration calls the server's own is the server itself.
std::string bucket_of_host(const ServerConfig& config, const ServerRequest& request);

/// S3's XML for what was thrown; sets the audit's status. When an answer has begun already the
/// connection can only be closed: rethrows.
void answer_error(Call& call, const std::exception& error);

}  // namespace sempurna::s3
