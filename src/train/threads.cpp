#include "train/threads.h"

#include <ATen/Parallel.h>
#include <omp.h>

// OpenBLAS keeps its own count. Another BLAS has no such function.
extern "C" void openblas_set_num_threads(int) __attribute__((weak));

namespace sempurna {

void set_compute_threads(int threads) {
  omp_set_dynamic(0);
  omp_set_num_threads(threads);
  at::set_num_threads(threads);
  if (openblas_set_num_threads != nullptr) openblas_set_num_threads(threads);
}

}  // namespace sempurna
