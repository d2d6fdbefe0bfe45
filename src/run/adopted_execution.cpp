#include "run/adopted_execution.h"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>

#include "base/json.h"
#include "catalog/job_worker.h"
#include "run/progress_reader.h"

namespace sempurna {

namespace {

bool has_ended(int descriptor, int wait_milliseconds) {
  pollfd ended{descriptor, POLLIN, 0};
  return ::poll(&ended, 1, wait_milliseconds) > 0;
}

Exit exit_told(const JobFolder& job) {
  std::optional<int> status;
  for (const Json& event : ProgressReader(job.progress(), false).next()) {
    const std::string kind = event.value("event", "");
    if (kind == "start") status.reset();
    if (kind == "end") status = event.value("status", 0);
  }
  return status ? Exit{.status = *status} : Exit{.signal = SIGKILL};
}

}  // namespace

std::unique_ptr<Execution> AdoptedExecution::adopt(const JobFolder& job) {
  const auto process = find_job_worker(job);
  if (!process) return nullptr;
  const auto descriptor = static_cast<int>(::syscall(SYS_pidfd_open, *process, 0));
  if (descriptor < 0) return nullptr;
  std::unique_ptr<Execution> adopted(new AdoptedExecution(job, *process, descriptor));
  // Between the look and the opening another may have got the number.
  return find_job_worker(job) == process ? std::move(adopted) : nullptr;
}

AdoptedExecution::~AdoptedExecution() {
  if (!exit_ && find_job_worker(job_) == process_) {
    send(SIGKILL);
    while (!has_ended(descriptor_, -1)) {
    }
  }
  ::close(descriptor_);
}

std::optional<Exit> AdoptedExecution::look() {
  if (!exit_ && has_ended(descriptor_, 0)) exit_ = exit_told(job_);
  return exit_;
}

void AdoptedExecution::send(int signal) {
  ::syscall(SYS_pidfd_send_signal, descriptor_, signal, nullptr, 0);
}

}  // namespace sempurna
