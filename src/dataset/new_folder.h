#pragma once

#include <string>
#include <string_view>

#include "base/files.h"

namespace sempurna {

/// A folder that appears whole or not at all: it is filled under another name beside its place and
/// renamed by finish(). Without finish() nothing is left behind.
class NewFolder {
 public:
  /// Throws AlreadyExists when there is something at `place`.
  explicit NewFolder(const fs::path& place);
  ~NewFolder();
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;

  /// Where the files go until then.
  const fs::path& path() const { return path_; }
  /// Writes a new file below it; may be called from several threads. Throws ResourceLimit when the
  /// disk is full.
  void write(const std::string& below, std::string_view content) const;
  /// Throws AlreadyExists when somebody else has made something at its place in the meantime.
  void finish();
  /// The same, but false then; a new place may be set, beside the old one.
  bool try_finish();
  void set_place(const fs::path& place) { place_ = place; }

 private:
  fs::path place_;
  fs::path path_;
  bool finished_ = false;
};

}  // namespace sempurna
