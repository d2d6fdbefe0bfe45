#pragma once

#include <set>
#include <string>

#include "base/files.h"
#include "store/object_store.h"

namespace sempurna {

/// Puts files into a bucket, each once, over all attempts: the keys of those that are there are
/// noted in a file, so that an attempt that was killed is gone on with. Whether they are there
/// still is not asked, which would take rights that whoever writes need not have.
class PutOnce {
 public:
  /// What was put is noted in the file `note`; empty: nowhere. `store` outlives this.
  PutOnce(ObjectStore& store, std::string bucket, fs::path note);

  /// Throws what the store throws.
  void put(const fs::path& file, const std::string& key);

 private:
  ObjectStore& store_;
  std::string bucket_;
  fs::path note_;
  std::set<std::string> done_;  ///< s3://bucket/key of each
};

}  // namespace sempurna
