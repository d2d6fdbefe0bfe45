#pragma once

#include "api/s3/operation.h"
#include "api/s3/payload.h"
#include "store/disk_store.h"

namespace sempurna::s3 {

/// The body that becomes an object or a part of one. Throws MissingContentLength where the request
/// does not say how long it is: it may be one whose body was lost on the way.
Payload stored_payload(Operation& op);

/// Writes all of a payload, and keeps the checksums that were sent with it, and one of the kind
/// that is wanted.
void transfer(Payload& payload, DiskWriter& writer,
              std::optional<DigestKind> wanted = std::nullopt);

}  // namespace sempurna::s3
