#include "base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "base/base64.h"
#include "base/digest.h"
#include "base/error.h"
#include "base/system_error.h"

namespace sempurna {

AtomicFile::AtomicFile(const fs::path& file, unsigned mode) : file_(file), temporary_(file) {
  temporary_ += "." + encode_hex(random_bytes(8)) + ".partial";
  fd_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (fd_ < 0) throw_system_error(errno, file_, "write");
}

AtomicFile::~AtomicFile() {
  if (fd_ < 0) return;
  ::close(fd_);
  ::unlink(temporary_.c_str());
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  ensure(fd_ >= 0, "an atomic file is written before its commit");
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd_, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) throw_system_error(errno, file_, "write");
    bytes = bytes.subspan(static_cast<size_t>(n));
  }
}

void AtomicFile::sync_and_close() {
  ensure(fd_ >= 0, "an atomic file is committed once");
  if (::fsync(fd_) != 0) throw_system_error(errno, file_, "write");
  if (::close(std::exchange(fd_, -1)) != 0) fail();
}

void AtomicFile::fail() const {
  const int error = errno;
  ::unlink(temporary_.c_str());
  throw_system_error(error, file_, "write");
}

void AtomicFile::commit() {
  sync_and_close();
  // The rename decides: before it the old file is there, after it the new one.
  if (::rename(temporary_.c_str(), file_.c_str()) != 0) fail();
  sync_folder(file_.has_parent_path() ? file_.parent_path() : fs::path("."));
}

bool AtomicFile::commit_if_absent() {
  sync_and_close();
  const bool is_new = ::link(temporary_.c_str(), file_.c_str()) == 0;
  if (!is_new && errno != EEXIST) fail();
  ::unlink(temporary_.c_str());
  sync_folder(file_.has_parent_path() ? file_.parent_path() : fs::path("."));
  return is_new;
}

void write_private_file(const fs::path& file, std::string_view content) {
  AtomicFile whole(file, 0600);
  whole.write(content);
  whole.commit();
}

}  // namespace sempurna
