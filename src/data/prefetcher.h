#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "data/batch_source.h"

namespace sempurna {

/// Makes the batches of one pass ahead of their use, in background threads. They come in their
/// order and are the same whatever the threads do.
class Prefetcher {
 public:
  /// `source` must outlive it. `ahead` batches at most are kept ready.
  Prefetcher(const BatchSource& source, std::vector<std::vector<int64_t>> batches, uint64_t epoch,
             bool augment, int threads, size_t ahead);
  ~Prefetcher();
  Prefetcher(const Prefetcher&) = delete;
  Prefetcher& operator=(const Prefetcher&) = delete;

  size_t count() const { return batches_.size(); }
  /// The next batch. Throws what making it threw. Call at most count() times.
  Batch next();

 private:
  struct Made {
    Batch batch;
    std::exception_ptr error;
  };
  void work();

  const BatchSource& source_;
  std::vector<std::vector<int64_t>> batches_;
  uint64_t epoch_;
  bool augment_;
  size_t ahead_;

  std::mutex mutex_;
  std::condition_variable changed_;
  size_t begun_ = 0;
  size_t taken_ = 0;
  bool stopping_ = false;
  std::map<size_t, Made> made_;
  std::vector<std::thread> threads_;
};

}  // namespace sempurna
