#pragma once

#include <functional>
#include <string>

namespace sempurna {

/// One at a time for each identity, of what copies or looks at much data in a call: more would fill
/// the disk.
class OwnerTurn {
 public:
  /// Waits for it; `require_waiting` is called meanwhile, and what it throws ends that.
  OwnerTurn(std::string owner, const std::function<void()>& require_waiting);
  ~OwnerTurn();
  OwnerTurn(const OwnerTurn&) = delete;
  OwnerTurn& operator=(const OwnerTurn&) = delete;

 private:
  std::string owner_;
};

}  // namespace sempurna
