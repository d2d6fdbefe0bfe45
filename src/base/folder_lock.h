#pragma once

#include "base/files.h"

namespace sempurna {

/// Keeps others of this kind, in this process or another, out of a folder. The system lets go of it
/// when the process ends, however it ends.
class FolderLock {
 public:
  /// Does not take it yet. Throws NotFound or Denied.
  explicit FolderLock(const fs::path& folder);
  ~FolderLock();
  FolderLock(FolderLock&& other) noexcept;
  FolderLock& operator=(FolderLock&& other) noexcept;

  /// Whether it is ours now; false while another has it. Never blocks. On a file system without
  /// locks everybody gets it.
  bool try_take();

 private:
  int fd_;
};

/// Whether somebody has the folder's lock just now. Who tries to take it in the same moment may
/// find it taken. False where the folder is gone.
bool is_locked(const fs::path& folder);

}  // namespace sempurna
