#include "tensor/memory.h"

#include <c10/core/CPUAllocator.h>
#include <c10/util/Exception.h>
#include <malloc.h>
#include <sys/mman.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace sempurna {

namespace {

constexpr size_t kHugePage = size_t{2} << 20;

/// Eight sizes per power of two, whole huge pages: freed blocks then fit what comes next.
size_t block_size(size_t bytes) {
  const size_t step = std::max(kHugePage, std::bit_floor(bytes) / 8);
  return (bytes + step - 1) / step * step;
}

class Blocks {
 public:
  void* take(size_t bytes) {
    const size_t size = block_size(bytes);
    const std::lock_guard lock(mutex_);
    void* block = nullptr;
    auto& same = kept_[size];
    if (!same.empty()) {
      block = same.back();
      same.pop_back();
      use_.kept -= size;
    } else {
      // All blocks together stay near the most that was ever used at once, even when sizes never
      // come again.
      const size_t most = use_.peak + use_.peak / 4 + (size_t{64} << 20);
      shrink_kept(most - std::min(most, use_.in_use + size));
      block = map(size);
      if (block == nullptr) {
        shrink_kept(0);
        block = map(size);
      }
      TORCH_CHECK(block != nullptr, "can't allocate memory: you tried to allocate ", bytes,
                  " bytes");
    }
    sizes_[block] = size;
    use_.in_use += size;
    use_.peak = std::max(use_.peak, use_.in_use);
    return block;
  }

  /// False when the block is none of ours.
  bool give(void* block) {
    const std::lock_guard lock(mutex_);
    const auto found = sizes_.find(block);
    if (found == sizes_.end()) return false;
    const size_t size = found->second;
    sizes_.erase(found);
    kept_[size].push_back(block);
    use_.in_use -= size;
    use_.kept += size;
    return true;
  }

  MemoryUse use() {
    const std::lock_guard lock(mutex_);
    return use_;
  }

  void release() {
    const std::lock_guard lock(mutex_);
    shrink_kept(0);
  }

 private:
  /// A block that begins at a huge page, or null.
  static void* map(size_t size) {
    const size_t room = size + kHugePage;
    void* mapped = mmap(nullptr, room, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (mapped == MAP_FAILED) return nullptr;
    const auto begin = reinterpret_cast<uintptr_t>(mapped);
    const uintptr_t block = (begin + kHugePage - 1) / kHugePage * kHugePage;
    if (block > begin) munmap(mapped, block - begin);
    const uintptr_t end = block + size;
    if (begin + room > end) munmap(reinterpret_cast<void*>(end), begin + room - end);
    madvise(reinterpret_cast<void*>(block), size, MADV_HUGEPAGE);
    return reinterpret_cast<void*>(block);
  }

  /// Unmaps kept blocks, the largest first, down to `limit` bytes.
  void shrink_kept(size_t limit) {
    for (auto sizes = kept_.rbegin(); sizes != kept_.rend() && use_.kept > limit; ++sizes) {
      while (!sizes->second.empty() && use_.kept > limit) {
        munmap(sizes->second.back(), sizes->first);
        sizes->second.pop_back();
        use_.kept -= sizes->first;
      }
    }
  }

  std::mutex mutex_;
  std::map<size_t, std::vector<void*>> kept_;
  std::unordered_map<void*, size_t> sizes_;
  MemoryUse use_{};
};

/// Never destroyed: tensors of static storage may outlive any order.
Blocks& blocks() {
  static auto* the_blocks = new Blocks;
  return *the_blocks;
}

class KeepingAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) const override {
    if (bytes < kHugePage) return c10::GetDefaultCPUAllocator()->allocate(bytes);
    void* block = blocks().take(bytes);
    return {block, block, &free, at::Device(at::kCPU)};
  }

  /// For callers that keep bare pointers, libtorch's own oneDNN part among them.
  c10::DeleterFnPtr raw_deleter() const override { return &free; }

 private:
  static void free(void* memory) {
    if (!blocks().give(memory)) c10::GetDefaultCPUAllocator()->raw_deallocate(memory);
  }
};

}  // namespace

void keep_freed_memory() {
  static const bool done = [] {
    // Smaller tensors are malloc's; let it keep them too.
    mallopt(M_MMAP_THRESHOLD, 2 * kHugePage);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    c10::SetCPUAllocator(new KeepingAllocator, 1);
    return true;
  }();
  static_cast<void>(done);
}

MemoryUse memory_use() {
  return blocks().use();
}

void release_kept_memory() {
  blocks().release();
}

}  // namespace sempurna
