#include "data/prefetcher.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "data/batching.h"

namespace sempurna {
namespace {

class Numbers : public BatchSource {
 public:
  int64_t size() const override { return 100; }
  const std::vector<int64_t>& labels() const override { return labels_; }
  Batch batch(std::span<const int64_t> positions, uint64_t epoch, bool) const override {
    if (positions[0] == 13) throw Error(Code::DataCorrupt, "13");
    Batch batch;
    const std::vector<int64_t> value = {positions[0] + static_cast<int64_t>(epoch)};
    batch.labels = label_tensor(value);
    return batch;
  }

 private:
  std::vector<int64_t> labels_;
};

TEST(Prefetcher, GivesTheBatchesInTheirOrder) {
  const Numbers source;
  std::vector<std::vector<int64_t>> batches;
  for (int64_t i = 20; i < 60; ++i) batches.push_back({i});
  for (const int threads : {1, 2, 5}) {
    Prefetcher prefetcher(source, batches, 1000, false, threads, 3);
    for (int64_t i = 20; i < 60; ++i)
      EXPECT_EQ(prefetcher.next().labels.data_ptr<int64_t>()[0], 1000 + i);
  }
}

TEST(Prefetcher, HandsOnWhatABatchThrewWhenItsTurnComes) {
  const Numbers source;
  Prefetcher prefetcher(source, {{1}, {13}, {2}}, 0, false, 2, 2);
  EXPECT_NO_THROW(prefetcher.next());
  EXPECT_THROW(prefetcher.next(), Error);
  EXPECT_NO_THROW(prefetcher.next());
}

TEST(Prefetcher, CanBeLeftHalfWay) {
  const Numbers source;
  Prefetcher prefetcher(source, std::vector<std::vector<int64_t>>(50, {1}), 0, false, 2, 4);
  prefetcher.next();
}

}  // namespace
}  // namespace sempurna
