#pragma once

#include <functional>
#include <string>

#include "api/json/operation.h"
#include "jobs/staged_copies.h"

namespace sempurna::own {

/// One look at data at a time for each identity: copies of large data would fill the disk.
class LookTurn {
 public:
  /// Waits for it; `require_waiting` is called meanwhile, and what it throws ends that.
  LookTurn(std::string owner, const std::function<void()>& require_waiting);
  ~LookTurn();
  LookTurn(const LookTurn&) = delete;
  LookTurn& operator=(const LookTurn&) = delete;

 private:
  std::string owner_;
};

/// The copies of what a look at data reads, until it is done.
class StagedData {
 public:
  /// `objects` are those that the data are read from, and outlive it.
  StagedData(json::Operation& op, ObjectStore& objects);
  ~StagedData();
  StagedData(const StagedData&) = delete;
  StagedData& operator=(const StagedData&) = delete;

  /// Of what lies at `uri`, which the request has as `member`; empty of nothing. Throws what
  /// stage_in() does, and Cancelled as soon as nobody waits for the answer any more.
  std::string copy(const std::string& uri, const char* member);

  bool is_abandoned() const { return is_abandoned_(); }

 private:
  void require_waiting() const;

  StagedCopies& copies_;
  std::string name_;
  NamedStore store_;
  std::function<bool()> is_abandoned_;
  LookTurn turn_;
};

}  // namespace sempurna::own
