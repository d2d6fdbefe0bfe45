#include "nn/shared_distances.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <vector>

namespace sempurna {
namespace {

std::vector<int64_t> listed(const Tensor& rows) {
  return {rows.data_ptr<int64_t>(), rows.data_ptr<int64_t>() + rows.numel()};
}

// The values are transformers' MPNetEncoder.relative_position_bucket and
// modeling_deberta_v2.make_log_bucket_position, with the clamp that follows there.
TEST(SharedDistances, OfBiasesHaveHalfTheBucketsEachWay) {
  const std::vector<int64_t> rows = listed(biased_distances(200, 32));
  const auto at = [&](int64_t apart) { return rows[static_cast<size_t>(apart + 199)]; };
  EXPECT_EQ(at(0), 0);
  EXPECT_EQ(at(7), 7);
  EXPECT_EQ(at(8), 8);
  EXPECT_EQ(at(11), 8);
  EXPECT_EQ(at(12), 9);
  EXPECT_EQ(at(127), 15);
  EXPECT_EQ(at(199), 15);
  EXPECT_EQ(at(-1), 17);
  EXPECT_EQ(at(-12), 25);
  EXPECT_EQ(at(-199), 31);
}

TEST(SharedDistances, OfVectorsGrowBeyondHalfTheBuckets) {
  const std::vector<int64_t> rows = listed(vector_distances(40, 8, 40, 8));
  const auto at = [&](int64_t apart) { return rows[static_cast<size_t>(apart + 39)]; };
  EXPECT_EQ(at(0), 8);
  EXPECT_EQ(at(4), 12);
  EXPECT_EQ(at(5), 13);
  EXPECT_EQ(at(39), 15);
  EXPECT_EQ(at(-4), 4);
  EXPECT_EQ(at(-5), 3);
  EXPECT_EQ(at(-39), 1);
  const std::vector<int64_t> plain = listed(vector_distances(5, 0, 3, 3));
  EXPECT_EQ(plain, (std::vector<int64_t>{0, 0, 1, 2, 3, 4, 5, 5, 5}));
}

TEST(SharedDistances, OfAWindowHideWhatIsFartherThanItsReach) {
  const SharedDistances window = window_distances(5, 2);
  EXPECT_EQ(listed(window.rows), (std::vector<int64_t>{1, 1, 0, 0, 0, 0, 0, 1, 1}));
  EXPECT_EQ(window.biases.sizes(), at::IntArrayRef({2, 1}));
  EXPECT_EQ(window.biases[0].item<float>(), 0);
  EXPECT_LT(window.biases[1].item<float>(), -1e8);
}

TEST(SharedDistances, WithinALengthAreThoseInTheMiddle) {
  SharedDistances distances;
  distances.rows = vector_distances(5, 0, 5, 5);
  EXPECT_EQ(listed(distances.within(2).rows.contiguous()), (std::vector<int64_t>{4, 5, 6}));
  EXPECT_FALSE(SharedDistances{}.within(7).rows.defined());
}

}  // namespace
}  // namespace sempurna
