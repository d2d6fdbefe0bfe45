#pragma once

#include <filesystem>
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
  /// Asks the worker to make the model of what it has trained, and to end.
  virtual void finish() = 0;
  /// What it has used of the machine; empty where that is not known. Never waits.
  virtual std::optional<ProcessUse> use() const { return std::nullopt; }
};

/// What a worker has of its machine.
struct WorkerOptions {
  bool is_confined = false;  ///< to its files, without a network: Confinement
  /// A server's: in a group of processes of its own; one that trains goes on when the server is
  /// killed, for the next to adopt it.
  bool is_of_server = false;
  int threads = 0;  ///< 0: as many as the machine has processors
};

/// A model that a worker answers for.
struct ServedModel {
  std::filesystem::path folder;  ///< the model's
  std::filesystem::path socket;  ///< a Unix socket that it makes, in a folder of its own
  std::filesystem::path log;     ///< what it says is added to this file
};

/// Where workers run. What they have to say is in the job folder.
class Executor {
 public:
  virtual ~Executor() = default;
  /// Starts `sempurna-worker train` on the folder. Throws when it cannot be started.
  virtual std::unique_ptr<Execution> start(const JobFolder& job, const WorkerOptions& options) = 0;
  /// The worker of a server that was killed, if it is at work on the folder still; else null.
  virtual std::unique_ptr<Execution> adopt(const JobFolder&) { return nullptr; }
  /// Starts `sempurna-worker serve`, which answers at the socket once the model is ready. Throws
  /// when it cannot be started.
  virtual std::unique_ptr<Execution> serve(const ServedModel& model,
                                           const WorkerOptions& options) = 0;
};

}  // namespace sempurna
