#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/files.h"
#include "dataset/finding.h"

namespace sempurna {

/// A file below a class folder.
struct ClassFile {
  std::string path;  ///< below the data set's folder, with '/'
  int64_t class_index = 0;
};

struct ClassFolders {
  std::vector<std::string> classes;  ///< the folders' names in form NFC, sorted by their bytes
  std::vector<ClassFile> files;      ///< by class, then by the bytes of the path
  Findings findings;                 ///< what was passed over, and why
};

/// Lists a folder of class folders, and the folders inside them, by name only: no file is opened.
/// Hidden files and what operating systems leave behind (Thumbs.db, __MACOSX, lost+found) are
/// passed over in silence; loose files, links that lead nowhere or round in a circle, and what is
/// neither file nor folder are findings. A class name that is no valid UTF-8 is an error.
/// Throws NotFound, Denied or InvalidArgument when `folder` itself cannot be listed.
ClassFolders list_class_folders(const fs::path& folder);

/// Whether an entry's name is hidden (".…") or one that operating systems leave behind, whatever
/// its case.
bool is_clutter(std::string_view name);

}  // namespace sempurna
