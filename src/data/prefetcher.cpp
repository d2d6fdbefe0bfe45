#include "data/prefetcher.h"

#include "base/error.h"
#include "tensor/memory.h"

namespace sempurna {

Prefetcher::Prefetcher(const BatchSource& source, std::vector<std::vector<int64_t>> batches,
                       uint64_t epoch, bool augment, int threads, size_t ahead)
    : source_(source),
      batches_(std::move(batches)),
      epoch_(epoch),
      augment_(augment),
      ahead_(ahead) {
  ensure(threads > 0 && ahead > 0, "at least one thread and one batch ahead");
  for (int i = 0; i < threads; ++i) {
    threads_.emplace_back([this] {
      make_tensors_ahead();
      work();
    });
  }
}

Prefetcher::~Prefetcher() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  for (auto& thread : threads_) thread.join();
}

void Prefetcher::work() {
  for (;;) {
    size_t index = 0;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(
          lock, [&] { return stopping_ || begun_ == batches_.size() || begun_ < taken_ + ahead_; });
      if (stopping_ || begun_ == batches_.size()) return;
      index = begun_++;
    }
    Made made;
    try {
      made.batch = source_.batch(batches_[index], epoch_, augment_);
    } catch (...) {
      made.error = std::current_exception();
    }
    {
      const std::lock_guard lock(mutex_);
      made_.emplace(index, std::move(made));
    }
    changed_.notify_all();
  }
}

Batch Prefetcher::next() {
  std::unique_lock lock(mutex_);
  ensure(taken_ < batches_.size(), "a batch that is left in the pass");
  changed_.wait(lock, [&] { return made_.contains(taken_); });
  Made made = std::move(made_.extract(taken_).mapped());
  ++taken_;
  lock.unlock();
  changed_.notify_all();
  if (made.error) std::rethrow_exception(made.error);
  return std::move(made.batch);
}

}  // namespace sempurna
