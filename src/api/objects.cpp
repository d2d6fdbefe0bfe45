#include "api/objects.h"

namespace sempurna {

std::optional<Bucket> find_bucket(Services& services, const std::string& name) {
  if (services.jumpstart.is(name)) return services.jumpstart.bucket();
  return services.store.bucket(name);
}

std::optional<ObjectInfo> head_object(Services& services, const std::string& bucket,
                                      const std::string& key) {
  if (services.jumpstart.is(bucket)) return services.jumpstart.head(key);
  return services.store.head(bucket, key);
}

std::unique_ptr<ObjectReader> open_object(Services& services, const ObjectInfo& info,
                                          const DataKey& data_key, std::optional<ByteRange> range) {
  if (services.jumpstart.is(info.bucket)) {
    return services.jumpstart.read(info.key, info.etag, range);
  }
  return services.store.read_sealed(info.bucket, info.key, info.etag, data_key, range);
}

Listing list_objects(Services& services, const std::string& bucket, const ListRequest& request) {
  if (services.jumpstart.is(bucket)) return services.jumpstart.list(request);
  return services.store.list(bucket, request);
}

}  // namespace sempurna
