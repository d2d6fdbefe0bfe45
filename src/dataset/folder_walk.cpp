#include "dataset/folder_walk.h"

#include <dirent.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>

#include "base/ascii.h"
#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

// Far below what a path may hold, far above what anybody sorts pictures into.
constexpr int kMaxDepth = 64;

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

}  // namespace

FolderWalk::FolderWalk(const fs::path& folder, Findings& findings)
    : folder_(folder), findings_(findings), names_(entries(folder)) {
  struct stat status {};
  if (::stat(folder_.c_str(), &status) != 0) throw_system_error(errno, folder_, "list");
  self_ = {status.st_dev, status.st_ino};
}

FolderWalk::Kind FolderWalk::kind_of(const std::string& path) {
  struct stat status {};
  return look(path, status);
}

std::vector<std::string> FolderWalk::files_below(const std::string& path) {
  std::vector<std::string> files;
  struct stat status {};
  visited_.clear();
  if (!path.empty()) visited_.insert(self_);
  if (look(path, status) == Kind::Folder) descend(path, status, path.empty() ? 0 : 1, files);
  std::sort(files.begin(), files.end());
  return files;
}

FolderWalk::Kind FolderWalk::look(const std::string& path, struct stat& status) {
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

void FolderWalk::descend(const std::string& path, const struct stat& status, int depth,
                         std::vector<std::string>& files) {
  if (!visited_.emplace(status.st_dev, status.st_ino).second) {
    say(Severity::Warning, "repeated-folder", path,
        "this link leads to a folder that has been looked into already, and is not followed",
        "Remove it");
    return;
  }
  if (depth > kMaxDepth) {
    say(Severity::Warning, "too-deep", path,
        fmt::format("this folder lies more than {} folders deep and is not looked into", kMaxDepth),
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
    const std::string below = path.empty() ? name : path + "/" + name;
    struct stat inner {};
    const auto kind = look(below, inner);
    if (kind == Kind::File) files.push_back(below);
    if (kind == Kind::Folder) descend(below, inner, depth + 1, files);
  }
}

void FolderWalk::say(Severity severity, std::string_view code, const std::string& path,
                     std::string message, std::string remedy) {
  findings_.push_back({severity, std::string(code), (folder_ / path).string(), 0,
                       std::move(message), std::move(remedy)});
}

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

}  // namespace sempurna
