#include "data/prefetcher.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

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

TEST(Prefetcher, CanBeLeftHalfWay) {
  const Numbers source;
  Prefetcher prefetcher(source, std::vector<std::vector<int64_t>>(50, {1}), 0, false, 2, 4);
  prefetcher.next();
}

}  // namespace
}  // namespace sempurna
