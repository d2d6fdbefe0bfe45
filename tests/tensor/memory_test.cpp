#include "tensor/memory.h"

#include <ATen/ATen.h>
#include <c10/core/CPUAllocator.h>
#include <gtest/gtest.h>

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
  EXPECT_GE(memory_use().kept, kFloats * 4u);
  const at::Tensor again = at::empty({kFloats});
  EXPECT_EQ(again.data_ptr(), first);
  EXPECT_EQ(memory_use().kept, 0u);
  EXPECT_GE(memory_use().in_use, kFloats * 4u);
}

TEST_F(Memory, LiveTensorsDoNotShareABlock) {
  std::vector<at::Tensor> all;
  for (int i = 0; i < 8; ++i) all.push_back(at::full({kFloats}, i));
  for (int i = 0; i < 8; ++i) EXPECT_TRUE(all[i].eq(i).all().item<bool>());
}

TEST_F(Memory, WhatIsKeptStaysBoundedWhenSizesNeverComeAgain) {
  for (int64_t megabytes = 4; megabytes < 400; megabytes += 4) at::empty({megabytes << 18});
  const MemoryUse use = memory_use();
  EXPECT_LE(use.kept, use.peak + use.peak / 4 + (size_t{64} << 20));
  release_kept_memory();
  EXPECT_EQ(memory_use().kept, 0u);
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
