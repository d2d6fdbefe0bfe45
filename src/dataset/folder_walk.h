#pragma once

#include <sys/stat.h>

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "dataset/finding.h"

namespace sempurna {

/// Looks into a person's folder by name only: no file is opened, links are followed. Hidden files
/// and what operating systems leave behind (Thumbs.db, __MACOSX, lost+found) are passed over in
/// silence; links that lead nowhere or round in a circle, what is neither file nor folder, and
/// folders inside that may not be read become findings. Paths are below the folder, with '/'.
class FolderWalk {
 public:
  /// `findings` must outlive it. Throws NotFound, Denied or InvalidArgument when `folder` itself
  /// cannot be listed.
  FolderWalk(const fs::path& folder, Findings& findings);

  enum class Kind { File, Folder, Neither };
  /// The names in the folder itself, sorted by their bytes.
  const std::vector<std::string>& names() const { return names_; }
  /// What is Neither has become a finding.
  Kind kind_of(const std::string& path);
  /// The files in the folder at `path` (empty: the whole) and in those inside it, each folder once,
  /// sorted by the bytes of their paths.
  std::vector<std::string> files_below(const std::string& path);

  void say(Severity severity, std::string_view code, const std::string& path, std::string message,
           std::string remedy);

 private:
  // A folder's identity: each is looked into once, so links in a circle come to an end.
  using Identity = std::pair<dev_t, ino_t>;
  Kind look(const std::string& path, struct stat& status);
  void descend(const std::string& path, const struct stat& status, int depth,
               std::vector<std::string>& files);

  fs::path folder_;
  Findings& findings_;
  std::vector<std::string> names_;
  Identity self_;
  std::set<Identity> visited_;  // by files_below()
};

/// Whether an entry's name is hidden (".…") or one that operating systems leave behind, whatever
/// its case.
bool is_clutter(std::string_view name);

}  // namespace sempurna
