#include "tensor/memory.h"

#include <ATen/ATen.h>
#include <c10/core/CPUAllocator.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <new>
#include <thread>
#include <vector>

namespace sempurna {
namespace {

constexpr int64_t kFloats = 3 << 20;  // 12 MB

class Memory : public testing::Test {
 protected:
  Memory() {
    keep_freed_memory();
    release_kept_memory();
  }
};

TEST_F(Memory, AFreedBlockIsUsedAgain) {
  void* first = at::empty({kFloats}).data_ptr();
  const at::Tensor again = at::empty({kFloats});
  EXPECT_EQ(again.data_ptr(), first);
  EXPECT_GE(memory_use().in_use, kFloats * 4u);
}

TEST_F(Memory, LiveTensorsDoNotShareABlock) {
  std::vector<at::Tensor> all;
  for (int i = 0; i < 8; ++i) all.push_back(at::full({kFloats}, i));
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(all[i].eq(i).all().item<bool>());
}

TEST_F(Memory, SizesThatNeverComeAgainShareTheirRoom) {
  at::Tensor last;
  for (int64_t megabytes = 4; megabytes < 200; megabytes += 4) last = at::empty({megabytes << 18});
  const MemoryUse use = memory_use();
  // Old and new live at once while one replaces the other.
  EXPECT_LE(use.kept + use.in_use, size_t{600} << 20);
}

TEST_F(Memory, FreedNeighboursJoin) {
  at::Tensor a = at::empty({kFloats}), b = at::empty({kFloats}), c = at::empty({kFloats});
  void* first = std::min(a.data_ptr(), b.data_ptr());
  const at::Tensor guard = at::empty({kFloats});
  a.reset();
  c.reset();
  b.reset();
  EXPECT_LE(at::empty({2 * kFloats}).data_ptr(), first);
}

TEST_F(Memory, WhatIsMadeAheadDoesNotLieInTheHolesOfOthers) {
  at::Tensor hole = at::empty({4 * kFloats});
  void* const at = hole.data_ptr();
  const at::Tensor guard = at::empty({kFloats});
  hole.reset();
  at::Tensor made;
  std::thread maker([&] {
    make_tensors_ahead();
    made = at::ones({kFloats});
  });
  maker.join();
  EXPECT_EQ(at::empty({4 * kFloats}).data_ptr(), at);
  EXPECT_TRUE(made.eq(1).all().item<bool>());
  void* const first = made.data_ptr();
  made.reset();
  std::thread again([&] {
    make_tensors_ahead();
    made = at::empty({kFloats});
  });
  again.join();
  EXPECT_EQ(made.data_ptr(), first);
}

TEST_F(Memory, BarePointersComeBackToo) {
  c10::Allocator* allocator = c10::GetCPUAllocator();
  for (const size_t bytes : {size_t{100}, size_t{5} << 20}) {
    allocator->raw_deallocate(allocator->raw_allocate(bytes));
  }
  EXPECT_EQ(memory_use().in_use, 0u);
}

TEST_F(Memory, WhatCannotBeHadIsRefused) {
  EXPECT_THROW(at::empty({int64_t{1} << 50}), c10::Error);
}

TEST_F(Memory, WhatIsBeyondTheAvailableIsRefusedBeforeItIsTaken) {
  constexpr int64_t kMore = int64_t{2} << 30;  // 8 GB, more than other tests have taken
  const size_t before = memory_use().in_use;
  refuse_memory_beyond([] { return uint64_t{100} << 20; });
  EXPECT_THROW(at::empty({kMore}), std::bad_alloc);
  EXPECT_EQ(memory_use().in_use, before);
  EXPECT_EQ(at::full({kFloats}, 2.0F).numel(), kFloats);
  refuse_memory_beyond([] { return uint64_t{0}; });  // nobody knows
  EXPECT_EQ(at::empty({kMore}).numel(), kMore);
  refuse_memory_beyond(nullptr);
}

TEST(MemoryDeathTest, ServesUnderALimitOfAddresses) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "the address sanitizer itself takes terabytes of addresses";
#endif
  // The test program starts anew, so that nothing is reserved when the limit comes.
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const auto allocate_under_limit = [] {
    rlimit limit{};
    getrlimit(RLIMIT_AS, &limit);
    limit.rlim_cur = size_t{3} << 30;
    setrlimit(RLIMIT_AS, &limit);
    keep_freed_memory();
    std::vector<at::Tensor> all;
    // More than the arena has: the rest is the system's.
    for (int i = 0; i < 8; ++i) all.push_back(at::empty({64 << 20}));
    std::_Exit(all.back().numel() == 64 << 20 ? 0 : 1);
  };
  EXPECT_EXIT(allocate_under_limit(), testing::ExitedWithCode(0), "");
}

TEST_F(Memory, IsSafeFromSeveralThreads) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([t] {
      for (int i = 0; i < 10; ++i) {
        const at::Tensor x = at::full({(2 << 18) + i * 100000}, t);
        EXPECT_TRUE(x.eq(t).all().item<bool>());
      }
    });
  }
  for (auto& thread : threads) thread.join();
}

}  // namespace
}  // namespace sempurna
