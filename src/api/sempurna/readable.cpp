#include "api/sempurna/readable.h"

#include "access/access_error.h"
#include "api/kms/key_access.h"
#include "api/objects.h"
#include "api/s3/object_keys.h"
#include "store/location.h"

namespace sempurna::own {

bool ReadableObjects::has(const std::string& place) {
  const auto [known, is_new] = known_.try_emplace(place, false);
  if (is_new) known->second = decide(place);
  return known->second;
}

bool ReadableObjects::decide(const std::string& place) const {
  if (!place.starts_with("s3://")) return false;
  const Location location = Location::parse(place);
  const auto bucket = find_bucket(op_.services, location.bucket);
  if (!bucket) return false;
  const auto object = head_object(op_.services, location.bucket, location.key);
  if (!object) return false;
  Circumstances circumstances;
  for (const auto& [name, value] : object->attributes.tags)
    circumstances["s3:ExistingObjectTag/" + name] = {value};
  const std::string arn = "arn:aws:s3:::" + location.bucket + "/" + location.key;
  if (!may(op_.services, op_.call, "s3:GetObject", arn, circumstances, bucket->policy))
    return false;
  if (!object->seal || object->seal->algorithm != "aws:kms") return true;
  return may_open(*object->seal);
}

bool ReadableObjects::may_open(const Seal& seal) const {
  try {
    const Key key = op_.services.keys.key_of(seal.wrapped_key);
    if (!s3::is_s3_key(key) && !may(op_.services, op_.call, "kms:Decrypt", key.arn,
                                    kms::circumstances(op_.services, key, "", {}, "s3"))) {
      return false;
    }
    // Of a key that is disabled nothing is read, by whomever.
    op_.services.keys.decrypt(seal.wrapped_key, s3::object_key_context(), {});
    return true;
  } catch (const AccessError&) {
    return false;
  }
}

}  // namespace sempurna::own
