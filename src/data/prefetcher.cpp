#include "data/prefetcher.h"

#include <system_error>
#include <utility>

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
  threads_.reserve(static_cast<size_t>(threads));
  try {
    for (int i = 0; i < threads; ++i) {
      threads_.emplace_back([this] {
        make_tensors_ahead();
        work();
      });
    }
  } catch (const std::system_error&) {
    // No more threads are to be had: those that there are do the work; without any, next() does.
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

Prefetcher::Making* Prefetcher::open_batch() {
  for (Making& making : making_) {
    if (making.begun < making.positions.size()) return &making;
  }
  const size_t next = taken_ + making_.size();
  if (next == batches_.size() || making_.size() == ahead_) return nullptr;
  const auto& positions = batches_[next];
  Making& making = making_.emplace_back(positions, Batch{}, 0, positions.size(), nullptr);
  try {
    making.batch = source_.make_labelled(positions);
  } catch (...) {
    making.error = std::current_exception();
    making.begun = positions.size();
    making.left = 0;
  }
  if (making.left > 0) return &making;
  changed_.notify_all();
  return open_batch();
}

void Prefetcher::make_example(Making& making, std::unique_lock<std::mutex>& lock) {
  const size_t k = making.begun++;
  lock.unlock();
  std::exception_ptr error;
  try {
    source_.fill(making.batch, static_cast<int64_t>(k), making.positions[k], epoch_, augment_);
  } catch (...) {
    error = std::current_exception();
  }
  lock.lock();
  if (error && (!making.error || k < making.failed)) {
    making.error = std::move(error);
    making.failed = k;
  }
  if (--making.left == 0) changed_.notify_all();
}

void Prefetcher::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    Making* making = nullptr;
    changed_.wait(lock, [&] { return stopping_ || (making = open_batch()) != nullptr; });
    if (stopping_) return;
    make_example(*making, lock);
  }
}

Batch Prefetcher::next() {
  std::unique_lock lock(mutex_);
  ensure(taken_ < batches_.size(), "a batch that is left in the pass");
  const auto is_made = [&] { return !making_.empty() && making_.front().left == 0; };
  while (threads_.empty() && !is_made()) {
    if (Making* making = open_batch()) make_example(*making, lock);
  }
  changed_.wait(lock, is_made);
  Making made = std::move(making_.front());
  making_.pop_front();
  ++taken_;
  lock.unlock();
  changed_.notify_all();
  if (made.error) std::rethrow_exception(made.error);
  return std::move(made.batch);
}

}  // namespace sempurna
