#include "kernels/attention.h"

#include "base/error.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

Tensor offsets_of(const std::vector<int>& lengths) {
  std::vector<int> offsets = {0};
  for (const int length : lengths) offsets.push_back(offsets.back() + length);
  return at::tensor(offsets, at::kInt);
}

struct Case {
  std::vector<int> lengths;
  int64_t heads, width;
  double dropout;
};

class EachBatch : public testing::TestWithParam<Case> {
 protected:
  Tensor offsets = offsets_of(GetParam().lengths);
  AttentionOptions options{GetParam().heads, 0.2, GetParam().dropout, 17};
  int64_t tokens() const { return offsets[-1].item<int>(); }
  int64_t columns() const { return GetParam().heads * GetParam().width; }
};
INSTANTIATE_TEST_SUITE_P(Attention, EachBatch,
                         testing::Values(Case{{1, 2, 3}, 2, 8, 0}, Case{{5, 0, 17, 50}, 3, 16, 0},
                                         Case{{64, 31}, 2, 64, 0}, Case{{197}, 2, 64, 0},
                                         Case{{13, 33, 100}, 2, 24, 0.1},
                                         Case{{20, 7}, 4, 5, 0.5}));

TEST_P(EachBatch, EqualsItsTwin) {
  expect_kernel(
      [&](const auto& in) { return packed_attention(in[0], in[1], in[2], offsets, options); },
      [&](const auto& in) {
        return plain::packed_attention(in[0], in[1], in[2], offsets, options);
      },
      {values({tokens(), columns()}, 1), values({tokens(), columns()}, 2),
       values({tokens(), columns()}, 3)},
      {0, 1, 2});
}

TEST_P(EachBatch, JoinedEqualsItsTwin) {
  expect_kernel([&](const auto& in) { return packed_attention(in[0], offsets, options); },
                [&](const auto& in) {
                  const auto parts = in[0].chunk(3, 1);
                  return plain::packed_attention(parts[0], parts[1], parts[2], offsets, options);
                },
                {values({tokens(), 3 * columns()}, 4)}, {0});
}

TEST_P(EachBatch, ASequenceDoesNotDependOnItsNeighbours) {
  if (GetParam().dropout > 0) GTEST_SKIP() << "dropout depends on the sequence's number";
  const Tensor qkv = values({tokens(), 3 * columns()}, 4);
  const Tensor all = packed_attention(qkv, offsets, options);
  for (size_t b = 0; b < GetParam().lengths.size(); ++b) {
    const int64_t length = GetParam().lengths[b];
    if (length == 0) continue;
    const int64_t begin = offsets[static_cast<int64_t>(b)].item<int>();
    const Tensor alone =
        packed_attention(qkv.narrow(0, begin, length), equal_offsets(1, length), options);
    EXPECT_TRUE(alone.equal(all.narrow(0, begin, length))) << "sequence " << b;
  }
}

TEST(Attention, ReadsRowsOfAnyStride) {
  const Tensor wide = values({9, 48}, 1), offsets = offsets_of({4, 5});
  const AttentionOptions options{2, 0.3, 0, 0};
  const auto parts = wide.chunk(3, 1);
  EXPECT_TRUE(packed_attention(parts[0], parts[1], parts[2], offsets, options)
                  .equal(packed_attention(wide, offsets, options)));
}

TEST(Attention, DropoutDependsOnItsSeedAlone) {
  const Tensor qkv = values({30, 48}, 1), offsets = offsets_of({30});
  const auto run = [&](uint64_t seed) {
    return packed_attention(qkv, offsets, AttentionOptions{2, 0.3, 0.3, seed});
  };
  EXPECT_TRUE(run(1).equal(run(1)));
  EXPECT_FALSE(run(1).equal(run(2)));
}

TEST(Attention, StaysFiniteWithScoresFarFromZero) {
  const Tensor qkv = values({30, 48}, 1, 100), offsets = offsets_of({30});
  const Outcome got = outcome(
      [&](const auto& in) {
        return packed_attention(in[0], offsets, AttentionOptions{2, 1});
      },
      {qkv});
  EXPECT_TRUE(got.value.isfinite().all().item<bool>());
  EXPECT_TRUE(got.gradients[0].isfinite().all().item<bool>());
}

TEST(Attention, HasTheGradientOfFiniteDifferences) {
  const Tensor offsets = offsets_of({2, 3});
  expect_gradients(
      [&](const auto& in) {
        return plain::packed_attention(in[0], in[1], in[2], offsets,
                                       AttentionOptions{2, 0.5, 0.25, 3});
      },
      {values({5, 4}, 1), values({5, 4}, 2), values({5, 4}, 3)});
}

TEST(Attention, RefusesOffsetsThatDoNotFit) {
  const Tensor qkv = values({6, 24}, 1);
  const AttentionOptions options{2};
  EXPECT_THROW(packed_attention(qkv, offsets_of({3, 2}), options), Error);
  EXPECT_THROW(packed_attention(qkv, at::tensor({0, 7, 6}, at::kInt), options), Error);
  EXPECT_THROW(packed_attention(qkv, at::tensor({0, 6}, at::kLong), options), Error);
  EXPECT_THROW(packed_attention(qkv, offsets_of({6}), AttentionOptions{3}), Error);
}

}  // namespace
}  // namespace sempurna::kernels
