#include "base/files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>
#include <vector>

#include "base/atomic_file.h"
#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

[[noreturn]] void fail(int error, const fs::path& path, std::string_view doing) {
  if (error == ENOENT || error == ENOTDIR) {
    throw Error(Code::NotFound, "{} does not exist", path.string());
  }
  throw_system_error(error, path, doing);
}

class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags, std::string_view doing)
      : fd_(::open(path.c_str(), flags | O_CLOEXEC)) {
    if (fd_ < 0) fail(errno, path, doing);
  }
  ~Descriptor() { ::close(fd_); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

std::string read_file(const fs::path& file) {
  const Descriptor in(file, O_RDONLY, "read");
  struct stat status {};
  if (::fstat(in.get(), &status) != 0) fail(errno, file, "read");
  if (S_ISDIR(status.st_mode)) {
    throw Error(Code::InvalidArgument, "{} is a folder, not a file", file.string());
  }
  std::string content;
  content.reserve(static_cast<size_t>(status.st_size) + 1);
  std::vector<char> buffer(1 << 16);
  for (;;) {
    const ssize_t n = ::read(in.get(), buffer.data(), buffer.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) fail(errno, file, "read");
    if (n == 0) return content;
    content.append(buffer.data(), static_cast<size_t>(n));
  }
}

void write_file_atomic(const fs::path& file, std::string_view content) {
  AtomicFile whole(file);
  whole.write(content);
  whole.commit();
}

void make_folders(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (!error) return;
  // It, or what it is to lie in.
  std::error_code none;
  fs::path there = folder;
  while (!fs::exists(there, none) && there.has_relative_path()) there = there.parent_path();
  if (fs::exists(there, none) && !fs::is_directory(there, none)) {
    throw Error(Code::InvalidArgument, "{} is a file, but a folder is needed there",
                there.string());
  }
  fail(error.value(), folder, "make the folder");
}

void copy_files(const fs::path& from, const fs::path& to) {
  make_folders(to);
  for (const auto& entry : fs::directory_iterator(from)) {
    if (entry.is_regular_file()) fs::copy_file(entry.path(), to / entry.path().filename());
  }
}

void sync_folder(const fs::path& folder) {
  const Descriptor in(folder, O_RDONLY | O_DIRECTORY, "open");
  if (::fsync(in.get()) != 0 && errno != EINVAL) fail(errno, folder, "write");
}

uint64_t free_bytes(const fs::path& path) {
  fs::path at = fs::absolute(path);
  while (!fs::exists(at) && at.has_parent_path() && at != at.parent_path()) at = at.parent_path();
  struct statvfs status {};
  if (::statvfs(at.c_str(), &status) != 0) fail(errno, at, "ask the free space of");
  return static_cast<uint64_t>(status.f_bavail) * status.f_frsize;
}

MappedFile::MappedFile(const fs::path& file) {
  const Descriptor in(file, O_RDONLY, "read");
  struct stat status {};
  if (::fstat(in.get(), &status) != 0) fail(errno, file, "read");
  if (!S_ISREG(status.st_mode)) {
    throw Error(Code::InvalidArgument, "{} is not a regular file", file.string());
  }
  size_ = static_cast<size_t>(status.st_size);
  if (size_ == 0) return;
  void* data = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, in.get(), 0);
  if (data == MAP_FAILED) fail(errno, file, "map");
  data_ = static_cast<const std::byte*>(data);
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::byte*>(data_), size_);
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

TemporaryFolder::TemporaryFolder(const fs::path& parent) {
  std::string pattern =
      ((parent.empty() ? fs::temp_directory_path() : parent) / "sempurna-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) fail(errno, pattern, "make the folder");
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace sempurna
