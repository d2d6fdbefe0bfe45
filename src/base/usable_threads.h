#pragma once

namespace sempurna {

/// By OpenMP's own name: at most so many threads.
constexpr auto kThreadsVariable = "OMP_NUM_THREADS";

/// Processors that this process may use at once, at least 1: affinity, cgroup quota, and where it
/// is set OMP_NUM_THREADS.
int usable_threads();

}  // namespace sempurna
