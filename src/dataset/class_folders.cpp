#include "dataset/class_folders.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <iterator>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

#include "base/ascii.h"
#include "base/error.h"
#include "base/system_error.h"
#include "dataset/folder_contents.h"
#include "text/unicode.h"
#include "text/utf8.h"

namespace sempurna {

namespace {

// Far below what a path may hold, far above what anybody sorts pictures into.
constexpr int kMaxDepth = 64;

// A folder's identity: each is looked into once a class, so links in a circle come to an end.
using Identity = std::pair<dev_t, ino_t>;

std::vector<std::string> entries(const fs::path& folder) {
  const std::unique_ptr<DIR, int (*)(DIR*)> open(::opendir(folder.c_str()), ::closedir);
  if (open == nullptr) throw_system_error(errno, folder, "list");
  std::vector<std::string> names;
  for (;;) {
    errno = 0;
    const dirent* entry = ::readdir(open.get());
    if (entry == nullptr) break;
    names.emplace_back(entry->d_name);
  }
  if (errno != 0) throw_system_error(errno, folder, "list");
  std::erase_if(names, [](const std::string& n) { return is_clutter(n); });
  std::sort(names.begin(), names.end());
  return names;
}

class Lister {
 public:
  Lister(const fs::path& folder, ClassFolders& found) : folder_(folder), found_(found) {}

  void list() {
    struct stat status {};
    if (::stat(folder_.c_str(), &status) != 0) throw_system_error(errno, folder_, "list");
    const Identity self(status.st_dev, status.st_ino);
    int64_t loose = 0;
    std::string first_loose;
    for (const std::string& name : entries(folder_)) {
      const auto kind = look(name, status);
      if (kind == Kind::File) {
        if (loose++ == 0) first_loose = name;
      } else if (kind == Kind::Folder) {
        if (find_invalid_utf8(name) != std::string::npos) {
          say(Severity::Error, "class-name", name, "the name of this class folder is not UTF-8",
              "Rename the folder: its name becomes the class's label");
          continue;
        }
        class_index_ = number_of(to_nfc(name));
        visited_ = {self};
        descend(name, status, 1);
      }
    }
    if (loose > 0) {
      say(Severity::Warning, "loose-file", first_loose,
          loose == 1
              ? "this file lies beside the class folders and is not used"
              : fmt::format("this file and {} more lie beside the class folders and are not used",
                            loose - 1),
          "Move pictures into the folder of their class");
    }
  }

 private:
  // Two spellings of a name by Unicode's normalization forms are one class.
  int64_t number_of(const std::string& label) {
    const auto known = std::find(found_.classes.begin(), found_.classes.end(), label);
    if (known == found_.classes.end()) {
      found_.classes.push_back(label);
      return std::ssize(found_.classes) - 1;
    }
    return known - found_.classes.begin();
  }

  enum class Kind { File, Folder, Neither };

  // Follows links. What is neither file nor folder is said here.
  Kind look(const std::string& path, struct stat& status) {
    const fs::path full = folder_ / path;
    if (::stat(full.c_str(), &status) != 0) {
      const int error = errno;
      struct stat link {};
      if (error == ELOOP || (::lstat(full.c_str(), &link) == 0 && S_ISLNK(link.st_mode))) {
        say(Severity::Warning, "broken-link", path, "this link leads nowhere and is not used",
            "Remove it, or put the file it should lead to in its place");
      } else {
        say(Severity::Error, "unreadable", path, "this cannot be looked at",
            "Check the permissions of the folder it is in");
      }
      return Kind::Neither;
    }
    if (S_ISREG(status.st_mode)) return Kind::File;
    if (S_ISDIR(status.st_mode)) return Kind::Folder;
    say(Severity::Warning, "special-file", path,
        "this is neither a file nor a folder, and is not used", "Remove it");
    return Kind::Neither;
  }

  void descend(const std::string& path, const struct stat& status, int depth) {
    if (!visited_.emplace(status.st_dev, status.st_ino).second) {
      say(Severity::Warning, "repeated-folder", path,
          "this link leads to a folder that has been looked into already, and is not followed",
          "Remove it");
      return;
    }
    if (depth > kMaxDepth) {
      say(Severity::Warning, "too-deep", path,
          fmt::format("this folder lies more than {} folders deep and is not looked into",
                      kMaxDepth),
          "Put its pictures directly into the class folder");
      return;
    }
    std::vector<std::string> names;
    try {
      names = entries(folder_ / path);
    } catch (const Error& error) {
      say(Severity::Error, "unreadable", path,
          fmt::format("this folder is left out: {}", error.what()), "Check its permissions");
      return;
    }
    for (const std::string& name : names) {
      const std::string below = path + "/" + name;
      struct stat inner {};
      const auto kind = look(below, inner);
      if (kind == Kind::File) found_.files.push_back({below, class_index_});
      if (kind == Kind::Folder) descend(below, inner, depth + 1);
    }
  }

  void say(Severity severity, std::string_view code, const std::string& path, std::string message,
           std::string remedy) {
    found_.findings.push_back({severity, std::string(code), (folder_ / path).string(), 0,
                               std::move(message), std::move(remedy)});
  }

  const fs::path& folder_;
  ClassFolders& found_;
  std::set<Identity> visited_;  // below the class folder at hand
  int64_t class_index_ = 0;
};

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

bool is_clutter(std::string_view name) {
  // In lower case. Windows, macOS, Linux, Synology and QNAP leave these.
  static constexpr std::array<std::string_view, 17> kLeftBehind = {"thumbs.db",
                                                                   "ehthumbs.db",
                                                                   "ehthumbs_vista.db",
                                                                   "desktop.ini",
                                                                   "icon\r",
                                                                   "__macosx",
                                                                   "@eadir",
                                                                   "@tmp",
                                                                   "@recycle",
                                                                   "@recently-snapshot",
                                                                   "#recycle",
                                                                   "#snapshot",
                                                                   "lost+found",
                                                                   "$recycle.bin",
                                                                   "system volume information",
                                                                   "recycler",
                                                                   "lost.dir"};
  return name.starts_with('.') ||
         std::find(kLeftBehind.begin(), kLeftBehind.end(), lower_ascii(name)) != kLeftBehind.end();
}

ClassFolders list_class_folders(const fs::path& folder) {
  ClassFolders found;
  Lister(folder, found).list();
  sort_classes(found);
  std::stable_sort(found.files.begin(), found.files.end(), [](const auto& a, const auto& b) {
    return std::tie(a.class_index, a.path) < std::tie(b.class_index, b.path);
  });
  return found;
}

}  // namespace sempurna
