#pragma once

#include "access/keys.h"

namespace sempurna::s3 {

/// Bound into every wrapped data key of an object. Not the object's name: copies share their files.
const Keys::Context& object_key_context();

/// S3's own key, which is for whoever may use S3, as AWS's is; others are guarded by themselves.
bool is_s3_key(const Key& key);

}  // namespace sempurna::s3
