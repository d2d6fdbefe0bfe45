#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/confinement.h"

namespace sempurna {

/// What a child returns that could not be confined.
constexpr int kExitNotConfined = 126;

/// How a process ended.
struct Exit {
  int status = 0;  ///< what it returned, or 0 when a signal ended it
  int signal = 0;  ///< the signal that ended it, or 0
  bool ok() const { return status == 0 && signal == 0; }
};

/// What a process has used of its machine.
struct ProcessUse {
  double cpu_seconds = 0;     ///< so far, of all its threads together
  uint64_t memory_bytes = 0;  ///< that lie in memory now
};

/// Empty of one that has ended. Source: proc(5).
std::optional<ProcessUse> process_use(pid_t process);

/// When it began, in ticks of the system's clock since its start; empty of one that has ended.
std::optional<uint64_t> process_began(pid_t process);

/// A child process. When this goes while the child runs, the child is killed and waited for.
class Process {
 public:
  struct Options {
    std::filesystem::path output;  ///< where standard output and error go (appended); empty: ours
    bool own_group = false;        ///< what a terminal or a service sends to our group passes it by
    const Confinement* confinement = nullptr;             ///< which the child enters
    std::map<std::string, std::string> environment = {};  ///< beside ours, over what ours has
  };

  /// Starts `command` (a path and its arguments). The child gets SIGTERM if this process dies.
  /// Throws NotFound or Unavailable.
  Process(const std::vector<std::string>& command, const Options& options);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  /// How it ended, or empty while it runs. Never blocks. Throws Internal, as wait() does, when the
  /// system does not tell, as where this process ignores SIGCHLD.
  std::optional<Exit> poll();
  Exit wait();
  void signal(int number);
  /// Empty of one that has ended.
  std::optional<ProcessUse> use() const;

 private:
  pid_t id_ = -1;
  std::optional<Exit> exit_;
};

/// The folder of the running program.
std::filesystem::path program_folder();

}  // namespace sempurna
