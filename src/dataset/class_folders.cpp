#include "dataset/class_folders.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "dataset/folder_walk.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// Two spellings of a name by Unicode's normalization forms are one class.
int64_t number_of(const std::string& label, std::vector<std::string>& classes) {
  const auto known = std::find(classes.begin(), classes.end(), label);
  if (known != classes.end()) return known - classes.begin();
  classes.push_back(label);
  return std::ssize(classes) - 1;
}

void list(const fs::path& folder, ClassFolders& found) {
  FolderWalk walk(folder, found.findings);
  int64_t loose = 0;
  std::string first_loose;
  for (const std::string& name : walk.names()) {
    const auto kind = walk.kind_of(name);
    if (kind == FolderWalk::Kind::File) {
      if (loose++ == 0) first_loose = name;
    } else if (kind == FolderWalk::Kind::Folder) {
      if (find_invalid_utf8(name) != std::string::npos) {
        walk.say(Severity::Error, "class-name", name, "the name of this class folder is not UTF-8",
                 "Rename the folder: its name becomes the class's label");
        continue;
      }
      const int64_t index = number_of(to_nfc(name), found.classes);
      for (std::string& path : walk.files_below(name)) {
        found.files.push_back({std::move(path), index});
      }
    }
  }
  if (loose > 0) {
    walk.say(Severity::Warning, "loose-file", first_loose,
             loose == 1 ? "this file lies beside the class folders and is not used"
                        : fmt::format(
                              "this file and {} more lie beside the class folders and are not used",
                              loose - 1),
             "Move pictures into the folder of their class");
  }
}

// Composed names may stand in another order than the folders'.
void sort_classes(ClassFolders& found) {
  std::vector<std::string> sorted = found.classes;
  std::sort(sorted.begin(), sorted.end());
  for (ClassFile& file : found.files) {
    const auto& label = found.classes[static_cast<size_t>(file.class_index)];
    file.class_index = std::lower_bound(sorted.begin(), sorted.end(), label) - sorted.begin();
  }
  found.classes = std::move(sorted);
}

}  // namespace

ClassFolders list_class_folders(const fs::path& folder) {
  ClassFolders found;
  list(folder, found);
  sort_classes(found);
  std::stable_sort(found.files.begin(), found.files.end(), [](const auto& a, const auto& b) {
    return std::tie(a.class_index, a.path) < std::tie(b.class_index, b.path);
  });
  return found;
}

}  // namespace sempurna
