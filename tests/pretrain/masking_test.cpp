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
  const Masked masked = mask_tokens(pack_texts(texts), {5, 95, 4, {}, 1});
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
    EXPECT_EQ(mask_tokens(pack_texts(texts), {5, 95, 4, {}, seed}).rows.numel(), 1);
  }
}

TEST(MaskTokens, HidesWholeWords) {
  // Words of three tokens, ids 5 to 94: the first of each ends in 0.
  std::vector<int32_t> text = {2};
  std::vector<bool> inside(95, false);
  for (int32_t word = 1; word < 9; ++word) {
    inside[static_cast<size_t>(word * 10 + 1)] = true;
    inside[static_cast<size_t>(word * 10 + 2)] = true;
  }
  for (int i = 0; i < 4000; ++i) {
    for (int32_t k = 0; k < 3; ++k) text.push_back((i % 8 + 1) * 10 + k);
  }
  text.push_back(3);
  const std::vector<std::span<const int32_t>> texts = {text};
  const Masked masked = mask_tokens(pack_texts(texts), {5, 95, 4, inside, 1});
  ASSERT_EQ(masked.rows.numel() % 3, 0);
  EXPECT_NEAR(static_cast<double>(masked.rows.numel()) / 12000, 0.15, 0.015);
  const Tensor words = masked.rows.view({-1, 3});
  EXPECT_TRUE(((words.select(1, 0) - 1).remainder(3)).eq(0).all().item<bool>());
  EXPECT_TRUE((words.select(1, 2) - words.select(1, 0)).eq(2).all().item<bool>());
  // The whole word is the mask, or none of it.
  const Tensor hidden =
      masked.batch.token_ids.index_select(0, masked.rows).view({-1, 3}).eq(4).sum(1);
  EXPECT_TRUE((hidden.eq(0) | hidden.eq(3)).all().item<bool>());
}

}  // namespace
}  // namespace sempurna
