#pragma once

#include <functional>
#include <string>

#include "api/json/operation.h"
#include "api/owner_turn.h"
#include "jobs/staged_copies.h"

namespace sempurna::own {

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
  OwnerTurn turn_;
};

}  // namespace sempurna::own
