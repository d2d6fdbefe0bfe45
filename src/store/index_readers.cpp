#include "store/index_readers.h"

#include <algorithm>
#include <utility>

#include "base/usable_threads.h"

namespace sempurna {

IndexReaders::IndexReaders(const fs::path& file)
    : file_(file),
      may_open_(std::clamp(static_cast<size_t>(usable_threads()), size_t{2}, size_t{16})) {}

std::unique_ptr<DiskIndex> IndexReaders::take() {
  std::unique_lock lock(mutex_);
  given_back_.wait(lock, [&] { return !idle_.empty() || may_open_ > 0; });
  if (!idle_.empty()) {
    auto index = std::move(idle_.back());
    idle_.pop_back();
    return index;
  }
  --may_open_;
  lock.unlock();
  try {
    return std::make_unique<DiskIndex>(file_);
  } catch (...) {
    lock.lock();
    ++may_open_;
    given_back_.notify_one();
    throw;
  }
}

void IndexReaders::give_back(std::unique_ptr<DiskIndex> index) {
  const std::lock_guard lock(mutex_);
  idle_.push_back(std::move(index));
  given_back_.notify_one();
}

}  // namespace sempurna
