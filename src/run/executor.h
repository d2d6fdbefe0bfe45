#pragma once

#include <memory>
#include <optional>

#include "base/process.h"
#include "catalog/job_folder.h"

namespace sempurna {

/// A worker at work on a job folder. When this goes while the worker runs, the worker is killed.
class Execution {
 public:
  virtual ~Execution() = default;
  /// How the worker ended; empty while it works. Never waits.
  virtual std::optional<Exit> poll() = 0;
  /// Asks the worker to end; it saves its state first. Asked twice is asked once.
  virtual void stop() = 0;
};

/// Where workers run. What they have to say is in the job folder.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Starts `sempurna-worker train` on the folder, where asked for it without any network. Throws
  /// when it cannot be started.
  virtual std::unique_ptr<Execution> start(const JobFolder& job, bool without_network) = 0;
};

}  // namespace sempurna
