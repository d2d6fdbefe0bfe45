#include "data/text_source.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

#include "base/files.h"
#include "data/batching.h"

namespace sempurna {
namespace {

class TextSourceTest : public testing::Test {
 protected:
  void SetUp() override {
    write_file_atomic(folder_.path() / "vocab.txt",
                      "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nbagus\nsekali\nbad\n");
    write_file_atomic(folder_.path() / "config.json", R"({"model_type": "bert"})");
    tokenizer_ = load_tokenizer(folder_.path());
    dataset_.labels = {"-1", "7"};
    for (int i = 0; i < 600; ++i) {
      dataset_.items.push_back({i % 3 == 0 ? "bad" : "bagus sekali", i % 3 == 0 ? 0 : 1, i + 1});
    }
  }

  TemporaryFolder folder_;
  std::unique_ptr<Tokenizer> tokenizer_;
  TextDataset dataset_;
};

TEST_F(TextSourceTest, PacksTheExamplesThatAreAskedFor) {
  const TextSource source(dataset_, *tokenizer_, 16, 2);
  const std::vector<int64_t> positions = {599, 300};
  const Batch batch = source.batch(positions, 0, true);
  EXPECT_TRUE(at::equal(batch.token_ids, at::tensor({2, 5, 6, 3, 2, 7, 3}, at::kLong)));
  EXPECT_TRUE(at::equal(batch.offsets, at::tensor({0, 4, 7}, at::kInt)));
  EXPECT_TRUE(at::equal(batch.labels, at::tensor({1, 0}, at::kLong)));
}

TEST_F(TextSourceTest, TellsItsProgressFromOneThreadAtATime) {
  for (int i = 0; i < 20'000; ++i) dataset_.items.push_back({"bagus", 0, 601 + i});
  std::atomic<int> inside = 0;
  bool alone = true;
  int64_t last = 0;
  const TextSource source(dataset_, *tokenizer_, 16, 4, [&](int64_t done, int64_t total) {
    alone = alone && ++inside == 1 && done > last && done <= total;
    last = done;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    --inside;
  });
  EXPECT_TRUE(alone);
  EXPECT_EQ(last, source.size());
}

TEST_F(TextSourceTest, OfTextsWithoutTokensHasTheirScores) {
  write_file_atomic(folder_.path() / "config.json", R"({"model_type": "words"})");
  TextScores scores{std::vector<float>(1200), 2};
  std::iota(scores.values.begin(), scores.values.end(), 0.0F);
  const TextSource source(dataset_, *load_tokenizer(folder_.path()), 16, 1, {}, scores);
  EXPECT_EQ(source.weight(3), 1);
  const Batch batch = source.batch(std::vector<int64_t>{599, 0}, 0, false);
  EXPECT_EQ(batch.size(), 2);
  EXPECT_EQ(batch.token_ids.numel(), 0);
  EXPECT_TRUE(at::equal(batch.scores, at::tensor({1198.0F, 1199.0F, 0.0F, 1.0F}).view({2, 2})));
  EXPECT_EQ(join(std::vector<Batch>{batch, batch}).size(), 4);
}

TEST_F(TextSourceTest, CutsAtTheGivenLength) {
  const TextSource source(dataset_, *tokenizer_, 3, 1);
  std::vector<int64_t> all(600);
  std::iota(all.begin(), all.end(), 0);
  const Batch batch = source.batch(all, 0, false);
  EXPECT_TRUE(at::equal(batch.offsets, at::arange(0, 3 * 601, 3, at::kInt)));
}

}  // namespace
}  // namespace sempurna
