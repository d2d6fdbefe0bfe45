#pragma once

#include <ATen/Parallel.h>

#include <algorithm>
#include <cstdint>

namespace sempurna::kernels {

/// Work below this many bytes stays on the calling thread: waking others costs more.
inline constexpr int64_t kBytesWorthAThread = 32 << 10;

/// How many threads share `items` pieces that touch `bytes` in all. Depends on nothing else but
/// at::get_num_threads(), so that sums cut by thread come out the same every time.
inline int share_threads(int64_t items, int64_t bytes) {
  const int64_t wanted = std::min(items, 1 + bytes / kBytesWorthAThread);
  return static_cast<int>(std::clamp<int64_t>(wanted, 1, at::get_num_threads()));
}

/// Calls body(thread, begin, end) once per thread with its part of [0, items). No exception may
/// leave the body.
template <class Body>
void in_threads(int threads, int64_t items, Body body) {
  const auto part = [&](int64_t thread) {
    body(static_cast<int>(thread), items * thread / threads, items * (thread + 1) / threads);
  };
  if (threads == 1) return part(0);
#pragma omp parallel for num_threads(threads) schedule(static, 1)
  for (int thread = 0; thread < threads; ++thread) part(thread);
}

}  // namespace sempurna::kernels
