#include "api/s3/object_keys.h"

#include <algorithm>

namespace sempurna::s3 {

const Keys::Context& object_key_context() {
  static const Keys::Context kContext = {{"sempurna:use", "object"}};
  return kContext;
}

bool is_s3_key(const Key& key) {
  return std::find(key.aliases.begin(), key.aliases.end(), kS3KeyAlias) != key.aliases.end();
}

}  // namespace sempurna::s3
