#include "jobs/prepared_job.h"

#include <chrono>
#include <thread>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr int kTries = 10;
constexpr auto kBetween = std::chrono::milliseconds(20);

/// Not the job's own folder, which its worker locks.
fs::path locked_by_command(const JobFolder& folder) {
  return folder.root / "input";
}

}  // namespace

FolderLock lock_job(const JobFolder& folder) {
  FolderLock lock(locked_by_command(folder));
  for (int tries = 1; !lock.try_take(); ++tries) {
    if (tries == kTries) {
      throw Error(Code::Conflict, "the job in {} is running already; wait until it has ended",
                  folder.root.string());
    }
    std::this_thread::sleep_for(kBetween);
  }
  return lock;
}

bool is_worked_on(const JobFolder& folder) {
  return is_locked(locked_by_command(folder)) || is_locked(folder.root);
}

}  // namespace sempurna
