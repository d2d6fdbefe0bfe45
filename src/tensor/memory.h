#pragma once

#include <cstddef>
#include <cstdint>

namespace sempurna {

/// Makes libtorch's CPU tensors of 1 MB and more come from blocks that are kept when they are
/// freed, on huge pages where the system has them. A training step asks for the same sizes again
/// and again; without this the kernel clears every page of them anew each time, which costs more
/// than a third of a step. Call once, before the first tensor; later calls do nothing.
void keep_freed_memory();

/// From now on asks, now and then while more memory is taken for such tensors, how many bytes the
/// process may still take (0: nobody knows), and throws std::bad_alloc for what is beyond, before
/// the system has to kill the process. Null asks no more.
void refuse_memory_beyond(uint64_t (*available)());

/// The calling thread, for as long as it lives, makes tensors that are used later by others: they
/// come from a range of their own.
void make_tensors_ahead();

/// Bytes of that memory.
struct MemoryUse {
  size_t in_use;
  size_t kept;  ///< freed by libtorch, not given back to the system
  size_t peak;  ///< the largest in_use so far of each range
};

MemoryUse memory_use();

/// Gives what is kept back to the system.
void release_kept_memory();

}  // namespace sempurna
