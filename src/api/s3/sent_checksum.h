#pragma once

#include <string>

#include "api/s3/checksum.h"
#include "signing/signature.h"
#include "store/disk_store.h"

namespace sempurna::s3 {

/// The checksum that a request sends of its body.
struct SentChecksum {
  const ChecksumName* name = nullptr;  ///< null: none
  std::string base64;                  ///< empty: it comes in a trailer
};

/// Throws InvalidRequest where a checksum could not be verified: one that this server cannot
/// compute, an empty one, two at a time, or another than x-amz-sdk-checksum-algorithm promises.
SentChecksum sent_checksum(const SignableRequest& request);

/// An upload in parts binds them to its algorithm: throws InvalidRequest for a part with another,
/// and for one without where the whole has a checksum of its parts' checksums.
void check_part_checksum(const SignableRequest& request, const Upload& upload);

}  // namespace sempurna::s3
