#include "kernels/pool.h"

#include "base/error.h"
#include "kernels/compare.h"
#include "kernels/plain.h"

namespace sempurna::kernels {
namespace {

struct Case {
  int64_t channels, size, window, stride, padding;
  bool ceil;
};

class EachPool : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Pool, EachPool,
                         testing::Values(Case{64, 16, 3, 2, 1, false}, Case{64, 16, 3, 2, 0, true},
                                         Case{7, 13, 3, 2, 0, true}, Case{20, 8, 2, 2, 0, false},
                                         Case{33, 7, 3, 1, 1, false}, Case{16, 9, 5, 3, 2, true}));

TEST_P(EachPool, MaximumEqualsItsTwin) {
  const Case& c = GetParam();
  expect_kernel(
      [&](const auto& in) { return max_pool2d(in[0], c.window, c.stride, c.padding, c.ceil); },
      [&](const auto& in) {
        return plain::max_pool2d(in[0], c.window, c.stride, c.padding, c.ceil);
      },
      {pictures({3, c.channels, c.size, c.size}, 1)}, {0}, 1e-6, 2e-2);
}

TEST_P(EachPool, MeanOfAllPixelsEqualsItsTwin) {
  expect_kernel([](const auto& in) { return global_average_pool(in[0]); },
                [](const auto& in) { return plain::global_average_pool(in[0]); },
                {pictures({3, GetParam().channels, GetParam().size, GetParam().size}, 1)}, {0});
}

TEST_P(EachPool, ScaledChannelsEqualTheirTwin) {
  const Case& c = GetParam();
  expect_kernel([](const auto& in) { return scale_channels(in[0], in[1]); },
                [](const auto& in) { return plain::scale_channels(in[0], in[1]); },
                {pictures({3, c.channels, c.size, c.size}, 1), values({3, c.channels}, 2)}, {0, 1});
}

TEST(Pool, TheFirstOfEqualValuesGetsTheGradient) {
  const auto x = at::ones({1, 2, 4, 4}).contiguous(at::MemoryFormat::ChannelsLast);
  const auto pool = [](const auto& in) { return max_pool2d(in[0], 2, 2, 0, false); };
  const auto twin = [](const auto& in) { return plain::max_pool2d(in[0], 2, 2, 0, false); };
  expect_close(outcome(pool, {x}), outcome(twin, {x}), 0);
}

TEST(Pool, NotANumberIsTheMaximum) {
  Tensor x = pictures({1, 16, 4, 4}, 1);
  x.select(2, 1).fill_(std::nan(""));
  EXPECT_TRUE(max_pool2d(x, 2, 2, 0, false).select(2, 0).isnan().all().item<bool>());
}

TEST(Pool, RefusesAWindowThatDoesNotFit) {
  const Tensor x = pictures({1, 4, 2, 2}, 1);
  EXPECT_THROW(max_pool2d(x, 3, 1, 0, false), Error);
  EXPECT_THROW(max_pool2d(x, 2, 1, 2, false), Error);
  EXPECT_THROW(scale_channels(x, at::ones({1, 5})), Error);
}

}  // namespace
}  // namespace sempurna::kernels
