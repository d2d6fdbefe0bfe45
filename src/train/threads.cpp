#include "train/threads.h"

#include <ATen/Parallel.h>
#include <omp.h>
#include <sched.h>

#include <algorithm>
#include <thread>

// OpenBLAS keeps its own count. Another BLAS has no such function.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

namespace sempurna {

int usable_cores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (::sched_getaffinity(0, sizeof set, &set) == 0) return std::max(1, CPU_COUNT(&set));
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void set_compute_threads(int threads) {
  omp_set_dynamic(0);
  omp_set_num_threads(threads);
  at::set_num_threads(threads);
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(threads);
}

}  // namespace sempurna
