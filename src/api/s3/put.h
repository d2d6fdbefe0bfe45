#pragma once

#include "api/s3/form_policy.h"
#include "api/s3/operation.h"

namespace sempurna::s3 {

/// Stores the request's body as the object that its headers describe, once the caller may. Throws
/// EntityTooSmall, EntityTooLarge outside of `size`.
ObjectInfo put_body(Operation& op, Payload::Length length, const FileSize& size);

}  // namespace sempurna::s3
