#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

#include "data/batch_source.h"

namespace sempurna {

/// Makes the batches of one pass ahead of their use, in background threads, all of which work on
/// the examples of one batch before those of the next. They come in their order and are the same
/// whatever the threads do.
class Prefetcher {
 public:
  /// `source` must outlive it. `ahead` batches at most are kept ready or in the making. Where fewer
  /// threads are to be had, it makes do with them, and without any in next().
  Prefetcher(const BatchSource& source, std::vector<std::vector<int64_t>> batches, uint64_t epoch,
             bool augment, int threads, size_t ahead);
  ~Prefetcher();
  Prefetcher(const Prefetcher&) = delete;
  Prefetcher& operator=(const Prefetcher&) = delete;

  size_t count() const { return batches_.size(); }
  /// The next batch. Throws what making it threw, of its first example that did. Call at most
  /// count() times.
  Batch next();

 private:
  /// A batch in the making.
  struct Making {
    const std::vector<int64_t>& positions;
    Batch batch;
    size_t begun = 0;  ///< examples, in their order
    size_t left;       ///< examples that are not there yet
    std::exception_ptr error;
    size_t failed = 0;  ///< the example that threw it
  };
  void work();
  /// Makes the next example of a batch that has one left to begin. Unlocks meanwhile.
  void make_example(Making& making, std::unique_lock<std::mutex>& lock);
  /// The batch whose next example is to be made; null when all of the batches that may be in the
  /// making are begun.
  Making* open_batch();

  const BatchSource& source_;
  std::vector<std::vector<int64_t>> batches_;
  uint64_t epoch_;
  bool augment_;
  size_t ahead_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  size_t taken_ = 0;           ///< batches, by next()
  std::deque<Making> making_;  ///< those from taken_ on
  std::vector<std::thread> threads_;
};

}  // namespace sempurna
