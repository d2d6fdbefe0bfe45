#include "access/audit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "base/json.h"
#include "base/system_error.h"

namespace sempurna {

namespace {

// Beyond ASCII all is escaped: a key may hold U+009B and the like, which the terminal obeys of
// whoever watches the file.
std::string to_ascii_line(const Json& value) {
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

}  // namespace

struct Audit::Implementation {
  fs::path file;
  uint64_t limit;
  int keep;
  int fd = -1;
  uint64_t size = 0;
  std::mutex mutex;

  void take(const fs::path& from) {
    const int opened = open(from);
    if (opened < 0) throw_system_error(errno, from, "open");
    take(opened);
  }

  fs::path numbered(int number) const { return file.string() + "." + std::to_string(number); }

  // The new file is there before the oldest is given up, and what cannot be done now is tried
  // again.
  void rotate() {
    const fs::path next = file.string() + ".next";
    const int opened = open(next);
    if (opened < 0) return;
    for (int number = keep - 1; number >= 1; --number) {
      if (!move(numbered(number), numbered(number + 1))) return void(::close(opened));
    }
    if (!move(file, numbered(1))) return void(::close(opened));
    if (!move(next, file)) {
      move(numbered(1), file);
      return void(::close(opened));
    }
    take(opened);
  }

 private:
  static int open(const fs::path& from) {
    return ::open(from.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
  }

  /// Whether what was at `from`, if anything, is at `to` now.
  static bool move(const fs::path& from, const fs::path& to) {
    return ::rename(from.c_str(), to.c_str()) == 0 || errno == ENOENT;
  }

  void take(int opened) {
    if (fd >= 0) ::close(fd);
    fd = opened;
    struct stat status {};
    size = ::fstat(fd, &status) == 0 ? static_cast<uint64_t>(status.st_size) : 0;
  }
};

Audit::Audit(const fs::path& file, uint64_t limit_bytes, int keep)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->file = file;
  implementation_->limit = limit_bytes;
  implementation_->keep = keep;
  implementation_->take(file);
}

Audit::~Audit() {
  ::close(implementation_->fd);
}

void Audit::write(const AuditLine& line) {
  const std::string text = to_ascii_line({{"when", iso_time(line.when)},
                                          {"who", line.who},
                                          {"access_key_id", line.access_key_id},
                                          {"from", line.from},
                                          {"request_id", line.request_id},
                                          {"operation", line.operation},
                                          {"action", line.action},
                                          {"resource", line.resource},
                                          {"allowed", line.allowed},
                                          {"why", line.why},
                                          {"status", line.status}}) +
                           "\n";
  const std::lock_guard lock(implementation_->mutex);
  if (implementation_->size + text.size() > implementation_->limit) implementation_->rotate();
  // One write, so that lines of several processes never mix. A full disk costs lines, not service.
  const ssize_t written = ::write(implementation_->fd, text.data(), text.size());
  if (written > 0) implementation_->size += static_cast<uint64_t>(written);
}

}  // namespace sempurna
