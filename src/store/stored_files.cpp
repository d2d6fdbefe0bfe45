#include "store/stored_files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include <cerrno>
#include <optional>

#include "base/base64.h"
#include "base/digest.h"
#include "store/disk_error.h"
#include "store/fault_point.h"
#include "store/frames.h"

namespace sempurna {

namespace {

std::string folder_name(int folder) {
  return encode_hex(std::string(1, static_cast<char>(folder)));
}

/// The id that a file's name stands for, or empty for a name that is none of ours.
std::optional<std::string> id_of_name(std::string_view name) {
  if (name.size() != 2 * kFileIdBytes) return std::nullopt;
  auto id = decode_hex(name);
  return id && encode_hex(*id) == name ? id : std::nullopt;
}

void sync(int fd, std::string_view step, const fs::path& path) {
  int error = fault_at(step);
  if (error == 0 && ::fsync(fd) != 0) error = errno;
  if (error != 0) throw_disk_error(error, path, "write");
}

}  // namespace

StoredFiles::StoredFiles(const fs::path& folder)
    : incoming_(folder / "incoming"), objects_(folder / "objects") {
  make_folders(incoming_);
  make_folders(objects_);
  bool is_new = false;
  for (int i = 0; i < kFolders; ++i) {
    const fs::path sub = objects_ / folder_name(i);
    if (::mkdir(sub.c_str(), 0700) == 0) {
      is_new = true;
    } else if (errno != EEXIST) {
      throw_disk_error(errno, sub, "make the folder");
    }
  }
  if (is_new) {
    sync_folder(objects_);
    sync_folder(folder);
  }
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(incoming_, ignored)) {
    fs::remove(entry.path(), ignored);
  }
}

fs::path StoredFiles::path(std::string_view id) const {
  const std::string name = encode_hex(id);
  return objects_ / name.substr(0, 2) / name;
}

Descriptor StoredFiles::open(std::string_view id) const {
  const fs::path file = path(id);
  Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  if (!opened && errno != ENOENT) throw_disk_error(errno, file, "read");
  return opened;
}

void StoredFiles::remove(const FileIds& ids) noexcept {
  FileIds unneeded;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& id : ids) {
      if (all_kept_ > 0 || kept_.contains(id)) {
        to_remove_.insert(id);
      } else {
        unneeded.push_back(id);
      }
    }
  }
  unlink(unneeded);
}

StoredFiles::Folder StoredFiles::list(int folder) const {
  Folder found;
  for (const auto& entry : fs::directory_iterator(objects_ / folder_name(folder))) {
    if (auto id = id_of_name(entry.path().filename().string())) {
      found.files.push_back(std::move(*id));
    }
  }
  const std::lock_guard lock(mutex_);
  found.on_their_way = on_their_way_;
  return found;
}

void StoredFiles::keep(const FileIds& ids) {
  const std::lock_guard lock(mutex_);
  for (const auto& id : ids) ++kept_[id];
}

void StoredFiles::let_go(const FileIds& ids) noexcept {
  FileIds unneeded;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& id : ids) {
      const auto found = kept_.find(id);
      if (--found->second > 0) continue;
      kept_.erase(found);
      if (all_kept_ == 0 && to_remove_.erase(id) > 0) unneeded.push_back(id);
    }
  }
  unlink(unneeded);
}

void StoredFiles::keep_all() {
  const std::lock_guard lock(mutex_);
  ++all_kept_;
}

void StoredFiles::let_all_go() noexcept {
  FileIds unneeded;
  {
    const std::lock_guard lock(mutex_);
    if (--all_kept_ > 0) return;
    std::erase_if(to_remove_, [&](const std::string& id) {
      if (kept_.contains(id)) return false;
      unneeded.push_back(id);
      return true;
    });
  }
  unlink(unneeded);
}

void StoredFiles::unlink(const FileIds& ids) const noexcept {
  for (const auto& id : ids) {
    if (fault_at("unlink") == 0) ::unlink(path(id).c_str());
  }
}

NewFile::NewFile(StoredFiles& files)
    : files_(files), id_(random_bytes(kFileIdBytes)), path_(files.incoming_ / encode_hex(id_)) {
  int error = fault_at("create");
  if (error == 0) {
    file_ = Descriptor(::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!file_) error = errno;
  }
  if (error != 0) throw_disk_error(error, path_, "write");
  const std::lock_guard lock(files_.mutex_);
  files_.on_their_way_.insert(id_);
}

NewFile::~NewFile() {
  file_.close();
  if (!is_named_) ::unlink(path_.c_str());
  const std::lock_guard lock(files_.mutex_);
  files_.on_their_way_.erase(id_);
}

void NewFile::write(std::span<const std::byte> bytes) {
  struct statvfs disk {};
  if (::fstatvfs(file_.get(), &disk) == 0 &&
      static_cast<uint64_t>(disk.f_bavail) * disk.f_frsize < kReservedBytes + bytes.size()) {
    throw_disk_error(ENOSPC, path_, "write");
  }
  // Told early, the disk writes while more arrives, and the sync at the end finds little to do.
  constexpr uint64_t kFlushBytes = uint64_t{8} << 20;
  unflushed_ += bytes.size();
  while (!bytes.empty()) {
    int error = fault_at("write");
    if (error == 0) {
      const ssize_t n = ::write(file_.get(), bytes.data(), bytes.size());
      if (n >= 0) {
        bytes = bytes.subspan(static_cast<size_t>(n));
        continue;
      }
      error = errno;
    }
    if (error != EINTR) throw_disk_error(error, path_, "write");
  }
  if (unflushed_ >= kFlushBytes) {
    ::sync_file_range(file_.get(), 0, 0, SYNC_FILE_RANGE_WRITE);
    unflushed_ = 0;
  }
}

void NewFile::place() {
  sync(file_.get(), "sync", path_);
  file_.close();
  const fs::path placed = files_.path(id_);
  int error = fault_at("rename");
  if (error == 0 && ::rename(path_.c_str(), placed.c_str()) != 0) error = errno;
  if (error != 0) throw_disk_error(error, path_, "write");
  path_ = placed;
  // Each writer on its own thread, for file and folder: the system makes one flush of the disk out
  // of those that are asked for at the same time, but not out of those asked for one by one.
  const fs::path folder = placed.parent_path();
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!opened) throw_disk_error(errno, folder, "open");
  sync(opened.get(), "sync-folder", folder);
}

}  // namespace sempurna
