#pragma once

#include <functional>

#include "api/metrics.h"
#include "api/service.h"

namespace sempurna {

/// The way in: health and figures, which need no signature, and the dialects behind their
/// signatures. What it is built from must outlive it. Safe to use from several threads.
class Door {
 public:
  /// `connections` tells how many there are, for the figures.
  Door(Services& services, std::function<int()> connections);
  ~Door();

  /// Finds the dialect that a request speaks, authenticates it, lets the dialect answer, turns what
  /// it throws into the dialect's own error, and writes the audit and the log.
  void answer(ServerRequest& request, ResponseWriter& writer);

 private:
  struct Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace sempurna
