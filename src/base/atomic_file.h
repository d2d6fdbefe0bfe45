#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/files.h"

namespace sempurna {

/// A file written in pieces that replaces `file` only when it is whole: the bytes go to a new
/// `<file>.<16 digits>.partial` beside it, so that two who write the same file never mix; commit()
/// syncs and renames. Without commit() nothing is left behind.
/// Throws Denied, ResourceLimit when the disk is full, or Unavailable, naming the file.
class AtomicFile {
 public:
  /// `mode` is the new file's from its first byte on.
  explicit AtomicFile(const fs::path& file, unsigned mode = 0644);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text) { write(std::as_bytes(std::span(text))); }
  /// Once, last.
  void commit();
  /// Likewise, unless there is such a file by now, which stays as it is: false. Two who make the
  /// same file leave one of theirs, whole.
  bool commit_if_absent();

 private:
  void sync_and_close();
  [[noreturn]] void fail() const;

  fs::path file_;
  fs::path temporary_;
  int fd_ = -1;
};

/// write_file_atomic() of what nobody else may read (0600).
void write_private_file(const fs::path& file, std::string_view content);

}  // namespace sempurna
