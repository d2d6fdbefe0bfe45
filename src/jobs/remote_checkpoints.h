#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>

#include "catalog/job_folder.h"
#include "store/location.h"
#include "store/object_store.h"

namespace sempurna {

/// A job's checkpoints (train/checkpoint.h) below a place in a store, by the names that they have
/// in its folder: so a job of another name goes on from there. One job at a time works with a
/// place.
class RemoteCheckpoints {
 public:
  /// What it is given outlives this.
  RemoteCheckpoints(ObjectStore& store, Location place, JobFolder job);

  /// Fetches the newest that is there into the job's folder, which has none. Returns its number;
  /// empty: there is none. `check` is called now and then: what it throws ends that. Throws
  /// ResourceLimit where the disk has no room, and what the store throws.
  std::optional<int64_t> fetch(const std::function<void()>& check);

  /// Puts the newest of the job's folder there, unless this has done so; what it does not need
  /// goes, where that is allowed. Throws what the store throws.
  void put_newest();

 private:
  std::string key(const std::string& name) const;
  /// What of ours is there.
  std::set<std::string> names() const;
  void remove_others(const std::set<std::string>& kept);

  ObjectStore& store_;
  Location place_;
  JobFolder job_;
  int64_t put_ = 0;               ///< the number of the last that was put
  std::set<std::string> models_;  ///< that were put; a name's content never changes
  bool may_remove_ = true;
};

}  // namespace sempurna
