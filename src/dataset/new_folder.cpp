#include "dataset/new_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

NewFolder::NewFolder(const fs::path& place) : place_(place) {
  if (!place_.has_filename()) place_ = place_.parent_path();
  if (fs::exists(fs::symlink_status(place_))) {
    throw Error(Code::AlreadyExists, "{} exists already: remove it, or give another place",
                place_.string());
  }
  if (place_.has_parent_path()) make_folders(place_.parent_path());
  path_ = place_;
  path_ += fmt::format(".{}.partial", ::getpid());
  make_folders(path_);
}

NewFolder::~NewFolder() {
  std::error_code ignored;
  if (!finished_) fs::remove_all(path_, ignored);
}

void NewFolder::write(const std::string& below, std::string_view content) const {
  const fs::path file = path_ / below;
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
  if (fd < 0) throw_system_error(errno, file, "write");
  int error = 0;
  while (!content.empty() && error == 0) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n >= 0) {
      content.remove_prefix(static_cast<size_t>(n));
    } else if (errno != EINTR) {
      error = errno;
    }
  }
  if (::close(fd) != 0 && error == 0) error = errno;
  if (error != 0) throw_system_error(error, file, "write");
}

void NewFolder::finish() {
  if (try_finish()) return;
  throw Error(Code::AlreadyExists, "{} was made by somebody else in the meantime", place_.string());
}

bool NewFolder::try_finish() {
  if (std::rename(path_.c_str(), place_.c_str()) != 0) {
    const int error = errno;
    if (error == ENOTEMPTY || error == EEXIST) return false;
    throw_system_error(error, place_, "make the folder");
  }
  finished_ = true;
  return true;
}

}  // namespace sempurna
