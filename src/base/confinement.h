#pragma once

#include <linux/filter.h>

#include <filesystem>
#include <vector>

namespace sempurna {

/// The files that a process may use, with all below them. What is not there is passed over.
struct FileAccess {
  std::vector<std::filesystem::path> read;   ///< and run
  std::vector<std::filesystem::path> write;  ///< and read, make and remove
};

/// A room for a process that is given data of strangers: it has no network, reaches only the given
/// files (Landlock, landlock(7)), connects to no socket (seccomp(2)), signals and traces nobody
/// outside, and has no privileges but those on files. Made before the process is, entered by it.
class Confinement {
 public:
  /// Throws Unavailable where the kernel takes no such rules though it knows them.
  explicit Confinement(const FileAccess& files);
  ~Confinement();
  Confinement(const Confinement&) = delete;
  Confinement& operator=(const Confinement&) = delete;

  /// For this process and what it starts, without a way back. False where the system denies it.
  /// May be called after a fork of a threaded process.
  bool enter() const noexcept;

  /// Whether this system's kernel can keep files from a process; where not, all else holds.
  static bool keeps_files();

 private:
  int rules_ = -1;
  std::vector<sock_filter> filter_;
};

}  // namespace sempurna
