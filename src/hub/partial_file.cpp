#include "hub/partial_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

#include "base/error.h"
#include "base/sha256.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

fs::path with_ending(fs::path file, std::string_view ending) {
  file += ending;
  return file;
}

}  // namespace

PartialFile::PartialFile(const fs::path& file)
    : file_(file),
      partial_(with_ending(file, ".partial")),
      tag_(with_ending(file, ".partial.etag")),
      fd_(::open(partial_.c_str(), O_RDWR | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0644)) {
  if (fd_ < 0) throw_system_error(errno, partial_, "write");
  if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
    const int error = errno;
    ::close(fd_);
    if (error != EWOULDBLOCK) throw_system_error(error, partial_, "lock");
    throw Error(Code::Conflict,
                "another download is writing {} at this moment; wait until it has ended",
                partial_.string());
  }
  const off_t end = ::lseek(fd_, 0, SEEK_END);
  size_ = end < 0 ? 0 : static_cast<uint64_t>(end);
  if (fs::exists(tag_)) etag_ = read_file(tag_);
}

PartialFile::~PartialFile() {
  ::close(fd_);
}

void PartialFile::restart(const std::string& etag) {
  if (::ftruncate(fd_, 0) != 0) throw_system_error(errno, partial_, "write");
  size_ = 0;
  etag_ = etag;
  std::error_code ignored;
  fs::remove(tag_, ignored);
  if (!etag.empty()) write_file_atomic(tag_, etag);
}

void PartialFile::append(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_system_error(errno, partial_, "write");
    size_ += static_cast<uint64_t>(n);
    bytes = bytes.subspan(static_cast<size_t>(n));
  }
}

std::string PartialFile::sha256(const std::stop_token& stop) {
  return sha256_file(partial_, stop);
}

void PartialFile::finish() {
  if (::fsync(fd_) != 0) throw_system_error(errno, partial_, "write");
  if (::rename(partial_.c_str(), file_.c_str()) != 0) {
    throw_system_error(errno, file_, "write");
  }
  std::error_code ignored;
  fs::remove(tag_, ignored);
  sync_folder(file_.has_parent_path() ? file_.parent_path() : fs::path("."));
}

void PartialFile::discard() {
  std::error_code ignored;
  fs::remove(partial_, ignored);
  fs::remove(tag_, ignored);
}

}  // namespace sempurna
