#pragma once

#include <atomic>

#include "base/files.h"

namespace sempurna {

/// A folder for the sockets of workers, whose path is short whatever the home's: a socket's may
/// have 107 bytes. It goes with this; where a server is killed, at the next start. Safe to use from
/// several threads.
class SocketsFolder {
 public:
  /// Which folder it is stands in the file `note` until then.
  explicit SocketsFolder(fs::path note);
  ~SocketsFolder();

  const fs::path& path() const { return folder_.path(); }
  /// A place for one more socket, in a folder made for it alone.
  fs::path next();

 private:
  fs::path note_;
  TemporaryFolder folder_;
  std::atomic<uint64_t> so_far_ = 0;
};

}  // namespace sempurna
