#include "data/prefetcher.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include "base/error.h"

namespace sempurna {
namespace {

/// The example at a position is the position, and the epoch.
class Numbers : public BatchSource {
 public:
  int64_t size() const override { return std::ssize(labels_); }
  const std::vector<int64_t>& labels() const override { return labels_; }
  Batch make(std::span<const int64_t> positions) const override {
    if (positions[0] == 99) throw Error(Code::DataCorrupt, "no room");
    Batch batch;
    batch.token_ids = at::zeros({std::ssize(positions)}, at::kLong);
    return batch;
  }
  void fill(Batch& batch, int64_t k, int64_t position, uint64_t epoch, bool) const override {
    if (position % 50 == 13) throw Error(Code::DataCorrupt, "{}", position);
    batch.token_ids.data_ptr<int64_t>()[k] = position + static_cast<int64_t>(epoch);
  }

 private:
  std::vector<int64_t> labels_ = std::vector<int64_t>(100, 5);
};

TEST(Prefetcher, GivesTheBatchesInTheirOrder) {
  const Numbers source;
  std::vector<std::vector<int64_t>> batches;
  for (int64_t i = 20; i < 60; ++i) batches.push_back({i, i + 1, i + 2});
  for (const int threads : {1, 2, 5}) {
    Prefetcher prefetcher(source, batches, 1000, false, threads, 3);
    for (int64_t i = 20; i < 60; ++i) {
      if (i % 50 <= 13 && i % 50 >= 11) {
        EXPECT_THROW(prefetcher.next(), Error);
        continue;
      }
      const Batch batch = prefetcher.next();
      EXPECT_TRUE(
          at::equal(batch.token_ids, at::tensor({1000 + i, 1001 + i, 1002 + i}, at::kLong)));
      EXPECT_TRUE(at::equal(batch.labels, at::tensor({5, 5, 5}, at::kLong)));
    }
  }
}

TEST(Prefetcher, HandsOnWhatABatchThrewWhenItsTurnComes) {
  const Numbers source;
  Prefetcher prefetcher(source, {{1}, {2, 63, 4, 13}, {99}, {2}}, 0, false, 2, 2);
  EXPECT_NO_THROW(prefetcher.next());
  const auto message = [&]() -> std::string {
    try {
      prefetcher.next();
    } catch (const Error& error) {
      return error.what();
    }
    return "";
  };
  EXPECT_EQ(message(), "63");
  EXPECT_EQ(message(), "no room");
  EXPECT_NO_THROW(prefetcher.next());
}

TEST(Prefetcher, ThreadsShareTheExamplesOfABatch) {
  /// Its examples wait for one another.
  class Meeting : public Numbers {
   public:
    void fill(Batch&, int64_t, int64_t, uint64_t, bool) const override {
      std::unique_lock lock(mutex_);
      if (++here_ == 2) both_.notify_all();
      both_.wait(lock, [&] { return here_ == 2; });
    }

   private:
    mutable std::mutex mutex_;
    mutable std::condition_variable both_;
    mutable int here_ = 0;
  };
  const Meeting source;
  Prefetcher prefetcher(source, {{1, 2}}, 0, false, 2, 1);
  EXPECT_EQ(prefetcher.next().token_ids.size(0), 2);
}

/// While one of these lives no thread can be started: none has room for such a stack.
class NoThreads {
 public:
  NoThreads() {
    pthread_getattr_default_np(&former_);
    pthread_attr_t attributes;
    pthread_getattr_default_np(&attributes);
    pthread_attr_setstacksize(&attributes, size_t{1} << 46);
    pthread_setattr_default_np(&attributes);
    pthread_attr_destroy(&attributes);
  }
  ~NoThreads() {
    pthread_setattr_default_np(&former_);
    pthread_attr_destroy(&former_);
  }
  NoThreads(const NoThreads&) = delete;
  NoThreads& operator=(const NoThreads&) = delete;

 private:
  pthread_attr_t former_;
};

TEST(Prefetcher, MakesTheBatchesItselfWhereNoThreadIsToBeHad) {
  const NoThreads none;
  const Numbers source;
  Prefetcher prefetcher(source, {{1, 2}, {99}, {2, 13}, {3}}, 1000, false, 2, 2);
  EXPECT_TRUE(at::equal(prefetcher.next().token_ids, at::tensor({1001, 1002}, at::kLong)));
  EXPECT_THROW(prefetcher.next(), Error);
  EXPECT_THROW(prefetcher.next(), Error);
  EXPECT_TRUE(at::equal(prefetcher.next().token_ids, at::tensor({1003}, at::kLong)));
}

/// Starts as many threads as one may, in a process of its own, and makes batches with them.
[[noreturn]] void prefetch_with_one_thread_to_be_had() {
  constexpr size_t kStack = size_t{1} << 30;
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, kStack);
  pthread_setattr_default_np(&attributes);
  size_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const rlim_t most = pages * static_cast<size_t>(::getpagesize()) + kStack + kStack / 2;
  const rlimit limit{most, most};
  ::setrlimit(RLIMIT_AS, &limit);
  const Numbers source;
  Prefetcher prefetcher(source, {{1}, {2}, {3}}, 0, false, 2, 2);
  for (int64_t i = 1; i <= 3; ++i) {
    if (prefetcher.next().token_ids.item<int64_t>() != i) std::_Exit(1);
  }
  std::_Exit(0);
}

TEST(Prefetcher, MakesDoWithTheThreadsThatAreToBeHad) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "the sanitizers themselves take terabytes of addresses";
#endif
  EXPECT_EXIT(prefetch_with_one_thread_to_be_had(), testing::ExitedWithCode(0), "");
}

TEST(Prefetcher, CanBeLeftHalfWay) {
  const Numbers source;
  Prefetcher prefetcher(source, std::vector<std::vector<int64_t>>(50, {1}), 0, false, 2, 4);
  prefetcher.next();
}

}  // namespace
}  // namespace sempurna
