#pragma once

#include "api/s3/payload.h"
#include "store/disk_store.h"

namespace sempurna::s3 {

/// The whole payload into the writer, and the checksums that were found right; not committed.
void transfer(Payload& payload, DiskWriter& writer);

}  // namespace sempurna::s3
