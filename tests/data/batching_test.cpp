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

TEST(Join, OfTextsIsTheBatchOfAll) {
  const std::vector<int32_t> a = {5, 6, 7};
  const std::vector<int32_t> b = {8};
  const std::vector<std::span<const int32_t>> first = {a};
  const std::vector<std::span<const int32_t>> others = {b, a};
  const std::vector<std::span<const int32_t>> all = {a, b, a};
  const std::vector<Batch> parts = {pack_texts(first), pack_texts(others)};
  const Batch joined = join(parts);
  const Batch whole = pack_texts(all);
  EXPECT_TRUE(at::equal(joined.token_ids, whole.token_ids));
  EXPECT_TRUE(at::equal(joined.positions, whole.positions));
  EXPECT_TRUE(at::equal(joined.offsets, whole.offsets));
  EXPECT_EQ(joined.offsets.scalar_type(), at::kInt);
  EXPECT_FALSE(joined.segments.defined());
  EXPECT_EQ(joined.size(), 3);
}

TEST(Join, OfPicturesKeepsTheirMemory) {
  Preprocessing preprocessing;
  preprocessing.size = {2, 2};
  std::vector<Image> pictures(3, Image(2, 2));
  for (size_t k = 0; k < pictures.size(); ++k) pictures[k].pixels[k] = 200;
  std::vector<Batch> parts;
  for (const Image& picture : pictures) {
    parts.push_back(stack_pictures(std::span(&picture, 1), preprocessing));
  }
  const Batch joined = join(parts);
  EXPECT_TRUE(joined.pixels.is_contiguous(at::MemoryFormat::ChannelsLast));
  EXPECT_TRUE(at::equal(joined.pixels, stack_pictures(pictures, preprocessing).pixels));
}

}  // namespace
}  // namespace sempurna
