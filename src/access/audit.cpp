#include "access/audit.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <mutex>

#include "base/json.h"
#include "base/system_error.h"

namespace sempurna {

struct Audit::Implementation {
  fs::path file;
  uint64_t limit;
  int keep;
  int fd = -1;
  uint64_t size = 0;
  std::mutex mutex;

  void open() {
    fd = ::open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) throw_system_error(errno, file, "open");
    struct stat status {};
    size = ::fstat(fd, &status) == 0 ? static_cast<uint64_t>(status.st_size) : 0;
  }

  fs::path numbered(int number) const { return file.string() + "." + std::to_string(number); }

  void rotate() {
    ::close(fd);
    std::error_code none;
    for (int number = keep - 1; number >= 1; --number) {
      fs::rename(numbered(number), numbered(number + 1), none);
    }
    fs::rename(file, numbered(1), none);
    open();
  }
};

Audit::Audit(const fs::path& file, uint64_t limit_bytes, int keep)
    : implementation_(std::make_unique<Implementation>()) {
  implementation_->file = file;
  implementation_->limit = limit_bytes;
  implementation_->keep = keep;
  implementation_->open();
}

Audit::~Audit() {
  ::close(implementation_->fd);
}

void Audit::write(const AuditLine& line) {
  const std::string text = to_line({{"when", iso_time(line.when)},
                                    {"who", line.who},
                                    {"access_key_id", line.access_key_id},
                                    {"from", line.from},
                                    {"request_id", line.request_id},
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
