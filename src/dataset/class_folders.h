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

/// Lists a folder of class folders, and the folders inside them, as FolderWalk does; loose files
/// are findings too. A class name that is no valid UTF-8 is an error.
/// Throws NotFound, Denied or InvalidArgument when `folder` itself cannot be listed.
ClassFolders list_class_folders(const fs::path& folder);

}  // namespace sempurna
