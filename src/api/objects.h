#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/service.h"

namespace sempurna {

// What may be read, in people's own buckets and in JumpStart's.

std::optional<Bucket> find_bucket(Services& services, const std::string& name);

/// Throws NoSuchBucket.
std::optional<ObjectInfo> head_object(Services& services, const std::string& bucket,
                                      const std::string& key);

/// The object that head_object() told of; a sealed one needs its data key. Throws NoSuchKey,
/// WrongKey, PreconditionFailed when it is another by now.
std::unique_ptr<ObjectReader> open_object(Services& services, const ObjectInfo& info,
                                          const DataKey& data_key,
                                          std::optional<ByteRange> range = std::nullopt);

/// Throws NoSuchBucket.
Listing list_objects(Services& services, const std::string& bucket, const ListRequest& request);

}  // namespace sempurna
