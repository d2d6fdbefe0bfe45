#include "pretrain/masking.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "data/batching.h"

namespace sempurna {
namespace {

TEST(MaskTokens, HidesFifteenPercentInTheThreeWays) {
  std::vector<int32_t> text = {2};
  for (int i = 0; i < 20000; ++i) text.push_back(5 + i % 90);
  text.push_back(3);
  const std::vector<std::span<const int32_t>> texts = {text};
  const Batch before = pack_texts(texts);
  const Masked masked = mask_tokens(pack_texts(texts), {5, 95, 4, 1});
  const auto hidden = static_cast<double>(masked.rows.numel());
  EXPECT_NEAR(hidden / 20000, 0.15, 0.01);
  EXPECT_TRUE(at::equal(before.token_ids.index_select(0, masked.rows), masked.targets));
  const Tensor now = masked.batch.token_ids.index_select(0, masked.rows);
  EXPECT_NEAR(now.eq(4).sum().item<double>() / hidden, 0.8, 0.03);
  EXPECT_NEAR(now.eq(masked.targets).sum().item<double>() / hidden, 0.1, 0.03);
  EXPECT_EQ(masked.batch.token_ids[0].item<int64_t>(), 2);
  EXPECT_EQ(masked.batch.token_ids[20001].item<int64_t>(), 3);
}

TEST(MaskTokens, AlwaysHidesSomething) {
  const std::vector<int32_t> text = {2, 7, 3};
  const std::vector<std::span<const int32_t>> texts = {text};
  for (uint64_t seed = 0; seed < 20; ++seed) {
    EXPECT_EQ(mask_tokens(pack_texts(texts), {5, 95, 4, seed}).rows.numel(), 1);
  }
}

}  // namespace
}  // namespace sempurna
