#include "tensor/memory.h"

#include <c10/core/CPUAllocator.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <iterator>
#include <map>
#include <mutex>
#include <new>
#include <set>
#include <unordered_map>
#include <utility>

namespace sempurna {

namespace {

constexpr size_t kHugePage = size_t{2} << 20;
constexpr size_t kSmallest = size_t{1} << 20;  // below, malloc serves
constexpr size_t kLeastRoom = size_t{64} << 20;
constexpr size_t kGrain = size_t{64} << 10;

// Of what is available, that is taken before it is asked for again.
constexpr uint64_t kShareAtOnce = 8;

std::atomic<uint64_t (*)()> available_memory = nullptr;

size_t rounded(size_t bytes, size_t grain) {
  return (bytes + grain - 1) / grain * grain;
}

/// One range of addresses, reserved at once and made usable from the bottom up as far as it is
/// needed. A request takes the smallest free block that it fits and leaves the rest; freed
/// neighbours join. So everything stays near the most that was ever used at once.
class Arena {
 public:
  /// `share`: of the addresses that there are, 1 / share.
  explicit Arena(size_t share) {
    const auto pages = static_cast<size_t>(std::max(1L, sysconf(_SC_PHYS_PAGES)));
    // Room to be fragmented in; addresses cost nothing.
    size_t room = pages * 4096 * 8 / share;
    // Unless the process may only have so many (ulimit -v): some of them are left to all else.
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
      room = std::min<size_t>(room, limit.rlim_cur / share);
    }
    room = rounded(room, kHugePage);
    void* mapped = reserve(room);
    while (mapped == MAP_FAILED && room > kLeastRoom) {
      room = rounded(room / 2, kHugePage);
      mapped = reserve(room);
    }
    if (mapped == MAP_FAILED) return;
    const auto address = reinterpret_cast<uintptr_t>(mapped);
    begin_ = reinterpret_cast<char*>(rounded(address, kHugePage));
    end_ = begin_ + room;
    top_ = usable_ = begin_;
    madvise(begin_, room, MADV_HUGEPAGE);
  }

  /// Null when there is no room, or no arena at all.
  void* take(size_t bytes) {
    const size_t size = rounded(bytes, kGrain);
    const std::lock_guard lock(mutex_);
    auto fit = free_by_size_.lower_bound({size, nullptr});
    if (fit == free_by_size_.end()) {
      if (!grow(size)) return nullptr;
      fit = free_by_size_.lower_bound({size, nullptr});
    }
    const auto [whole, block] = *fit;
    remove_free(block, whole);
    if (whole > size) add_free(block + size, whole - size);
    used_[block] = size;
    in_use_ += size;
    peak_ = std::max(peak_, in_use_);
    return block;
  }

  /// False when the block is none of the arena's.
  bool give(void* memory) {
    auto* block = static_cast<char*>(memory);
    if (block < begin_ || block >= end_) return false;
    const std::lock_guard lock(mutex_);
    const auto found = used_.find(block);
    size_t size = found->second;
    used_.erase(found);
    in_use_ -= size;
    auto after = free_.upper_bound(block);
    if (after != free_.begin()) {
      const auto [before, before_size] = *std::prev(after);
      if (before + before_size == block) {
        remove_free(before, before_size);
        block = before;
        size += before_size;
      }
    }
    after = free_.upper_bound(block);
    if (after != free_.end() && after->first == block + size) {
      const auto [next, next_size] = *after;
      remove_free(next, next_size);
      size += next_size;
    }
    add_free(block, size);
    return true;
  }

  MemoryUse use() {
    const std::lock_guard lock(mutex_);
    return {in_use_, kept_, peak_};
  }

  void release() {
    const std::lock_guard lock(mutex_);
    for (const auto& [block, size] : free_) madvise(block, size, MADV_DONTNEED);
    kept_ = 0;
  }

 private:
  static void* reserve(size_t room) {
    return mmap(nullptr, room + kHugePage, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE,
                -1, 0);
  }

  /// Makes a free block of `size` at the top.
  bool grow(size_t size) {
    char* from = top_;
    if (!free_.empty()) {
      const auto [last, last_size] = *free_.rbegin();
      if (last + last_size == top_) from = last;
    }
    if (size > static_cast<size_t>(end_ - from)) return false;
    char* wanted = from + size;
    if (wanted > usable_) {
      const size_t more = rounded(static_cast<size_t>(wanted - usable_), kHugePage);
      require(more);
      if (mprotect(usable_, more, PROT_READ | PROT_WRITE) != 0) return false;
      usable_ += more;
    }
    if (from != top_) remove_free(from, static_cast<size_t>(top_ - from));
    add_free(from, size);
    top_ = wanted;
    return true;
  }

  /// Throws when the system has not got so much more.
  void require(size_t more) {
    uint64_t (*const available)() = available_memory;
    if (available == nullptr) return;
    if (more > granted_) {
      const uint64_t left = available();
      if (left == 0) return;
      if (more > left) throw std::bad_alloc();
      granted_ = std::max<uint64_t>(more, left / kShareAtOnce);
    }
    granted_ -= more;
  }

  // A free block counts as kept from its first use on; after release() the count is an upper bound.
  void add_free(char* block, size_t size) {
    free_[block] = size;
    free_by_size_.insert({size, block});
    kept_ += size;
  }
  void remove_free(char* block, size_t size) {
    free_.erase(block);
    free_by_size_.erase({size, block});
    kept_ -= std::min(kept_, size);
  }

  std::mutex mutex_;
  char* begin_ = nullptr;
  char* end_ = nullptr;
  char* top_ = nullptr;     ///< above lies nothing yet
  char* usable_ = nullptr;  ///< above is no permission yet
  std::map<char*, size_t> free_;
  std::set<std::pair<size_t, char*>> free_by_size_;
  std::unordered_map<char*, size_t> used_;
  size_t in_use_ = 0;
  size_t kept_ = 0;
  size_t peak_ = 0;
  uint64_t granted_ = 0;  ///< of what was available, not yet taken
};

/// Never destroyed: tensors of static storage may outlive any order.
Arena& arena() {
  static auto* the_arena = new Arena(2);
  return *the_arena;
}

/// Of what is made ahead. Among what a step needs and frees it would lie in the middle of holes,
/// in which the next step's large blocks then do not fit.
Arena& arena_ahead() {
  static auto* the_arena = new Arena(8);
  return *the_arena;
}

thread_local bool makes_ahead = false;

class KeepingAllocator final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) const override {
    void* block = bytes < kSmallest ? nullptr : (makes_ahead ? arena_ahead() : arena()).take(bytes);
    if (block == nullptr) return c10::GetDefaultCPUAllocator()->allocate(bytes);
    return {block, block, &free, at::Device(at::kCPU)};
  }

  /// For callers that keep bare pointers, libtorch's own oneDNN part among them.
  c10::DeleterFnPtr raw_deleter() const override { return &free; }

 private:
  static void free(void* memory) {
    if (arena().give(memory) || arena_ahead().give(memory)) return;
    c10::GetDefaultCPUAllocator()->raw_deallocate(memory);
  }
};

}  // namespace

void keep_freed_memory() {
  static const bool done = [] {
    // Smaller tensors are malloc's; let it keep them too.
    mallopt(M_MMAP_THRESHOLD, 2 * kSmallest);
    mallopt(M_TRIM_THRESHOLD, 128 << 20);
    c10::SetCPUAllocator(new KeepingAllocator, 1);
    return true;
  }();
  static_cast<void>(done);
}

void refuse_memory_beyond(uint64_t (*available)()) {
  available_memory = available;
}

void make_tensors_ahead() {
  makes_ahead = true;
}

MemoryUse memory_use() {
  const MemoryUse now = arena().use();
  const MemoryUse ahead = arena_ahead().use();
  return {now.in_use + ahead.in_use, now.kept + ahead.kept, now.peak + ahead.peak};
}

void release_kept_memory() {
  arena().release();
  arena_ahead().release();
  malloc_trim(0);
}

}  // namespace sempurna
