#include "tensor/world.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/pretend_device.h"
#include "support/pretend_world.h"

namespace sempurna {
namespace {

TEST(World, OfOneLeavesAllAsItIs) {
  World& world = single_world();
  std::vector<float> values = {1, 2};
  world.sum(values);
  EXPECT_EQ(values, (std::vector<float>{1, 2}));
  EXPECT_TRUE(world.first());
  EXPECT_TRUE(any_rank(world, true));
  EXPECT_FALSE(any_rank(world, false));
  const Tensor x = at::arange(4, at::kFloat);
  sum_over_ranks(world, std::vector<Tensor>{x});
  EXPECT_EQ(x.sum().item<float>(), 6);
}

TEST(World, ItsRanksTakeAllAndNothingTwiceTheFirstTheMost) {
  for (const size_t count : {0U, 1U, 2U, 7U, 8U}) {
    std::vector<Share> shares(3);
    in_ranks_without_error(3, [&](World& world) {
      shares[static_cast<size_t>(world.rank())] = share_of(world, count);
    });
    EXPECT_EQ(shares[0].begin, 0U);
    EXPECT_EQ(shares[0].end, shares[1].begin);
    EXPECT_EQ(shares[1].end, shares[2].begin);
    EXPECT_EQ(shares[2].end, count);
    EXPECT_EQ(shares[0].end, (count + 2) / 3);
  }
  const Share whole = share_of(single_world(), 5);
  EXPECT_EQ(whole.begin, 0U);
  EXPECT_EQ(whole.end, 5U);
}

TEST(World, SumsTensorsOfAnyLayoutAndDevice) {
  in_ranks_without_error(2, [](World& world) {
    const Tensor x = at::arange(6, at::kFloat).view({2, 3}).mul(world.rank() + 1);
    const Tensor turned = at::zeros({3, 2}).t();
    turned.copy_(x);
    const Tensor there = on_device(x.clone(), pretend_device());
    sum_over_ranks(world, std::vector<Tensor>{x, turned, there});
    const Tensor wanted = at::arange(6, at::kFloat).view({2, 3}).mul(3);
    EXPECT_TRUE(at::equal(x, wanted));
    EXPECT_TRUE(at::equal(turned, wanted));
    EXPECT_TRUE(at::equal(on_host(there), wanted));
  });
}

TEST(World, TakesTheValuesOfTheFirstWholeNumbersToo) {
  in_ranks_without_error(2, [](World& world) {
    const Tensor x = at::full({2}, 0.1F + static_cast<float>(world.rank()), at::kFloat);
    const Tensor count = at::full({}, 7 + world.rank(), at::kLong);
    take_from_first(world, std::vector<Tensor>{x, count});
    EXPECT_EQ(x[1].item<float>(), 0.1F);
    EXPECT_EQ(count.item<int64_t>(), 7);
  });
}

TEST(World, NobodyWaitsForARankThatFailed) {
  const auto errors = in_ranks(3, [](World& world) {
    if (world.rank() == 1) throw Error(Code::DataCorrupt, "a damaged picture");
    world.barrier();
  });
  EXPECT_EQ(message_of(errors[1]), "a damaged picture");
  for (const size_t other : {0U, 2U}) {
    try {
      ASSERT_NE(errors[other], nullptr);
      std::rethrow_exception(errors[other]);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), Code::Cancelled);
    }
  }
}

}  // namespace
}  // namespace sempurna
