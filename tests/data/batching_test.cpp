#include "data/batching.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace sempurna {
namespace {

TEST(PackTexts, PutsTextsOneAfterAnother) {
  const std::vector<int32_t> a = {5, 6, 7};
  const std::vector<int32_t> b = {8};
  const std::vector<std::span<const int32_t>> texts = {a, b};
  const Batch batch = pack_texts(texts);
  EXPECT_TRUE(at::equal(batch.token_ids, at::tensor({5, 6, 7, 8}, at::kLong)));
  EXPECT_TRUE(at::equal(batch.positions, at::tensor({0, 1, 2, 0}, at::kLong)));
  EXPECT_TRUE(at::equal(batch.offsets, at::tensor({0, 3, 4}, at::kInt)));
  EXPECT_EQ(batch.size(), 2);
}

TEST(StackPictures, NormalisesIntoChannelsLastMemory) {
  Preprocessing preprocessing;
  preprocessing.size = {2, 1};
  Image picture(2, 1);
  picture.pixels = {0, 51, 255, 255, 0, 0};
  const std::vector<Image> pictures = {picture, picture};
  const Batch batch = stack_pictures(pictures, preprocessing);
  EXPECT_TRUE(batch.pixels.is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_EQ(batch.pixels.sizes(), (at::IntArrayRef{2, 3, 1, 2}));
  EXPECT_NEAR(batch.pixels.index({1, 1, 0, 0}).item<float>(), 51 / 255.0 * 2 - 1, 1e-6);
  EXPECT_NEAR(batch.pixels.index({0, 0, 0, 1}).item<float>(), 1, 1e-6);
}

}  // namespace
}  // namespace sempurna
