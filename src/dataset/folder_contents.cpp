#include "dataset/folder_contents.h"

#include <algorithm>

#include "base/system_error.h"
#include "dataset/folder_walk.h"

namespace sempurna {

FolderContents look_into(const fs::path& folder) {
  FolderContents contents;
  std::error_code error;
  fs::directory_iterator all(folder, error);
  if (error) throw_system_error(error.value(), folder, "list");
  for (const fs::directory_entry& entry : all) {
    const std::string name = entry.path().filename().string();
    if (is_clutter(name)) continue;
    if (entry.is_directory(error)) {
      contents.folders.push_back(name);
    } else {
      contents.data_csv = contents.data_csv || name == "data.csv";
      contents.files.push_back(name);
    }
  }
  std::sort(contents.folders.begin(), contents.folders.end());
  std::sort(contents.files.begin(), contents.files.end());
  return contents;
}

}  // namespace sempurna
