#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"

namespace sempurna {

/// What a look into a folder has found, one level deep, without what is_clutter() passes over.
struct FolderContents {
  bool data_csv = false;
  std::vector<std::string> folders;  ///< sorted by their bytes, links followed
  std::vector<std::string> files;    ///< everything else, sorted likewise
};

/// Throws as throw_system_error() does when the folder cannot be listed.
FolderContents look_into(const fs::path& folder);

}  // namespace sempurna
