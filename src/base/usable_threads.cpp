#include "base/usable_threads.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <thread>

namespace sempurna {

int usable_threads() {
  int count = static_cast<int>(std::thread::hardware_concurrency());
  cpu_set_t allowed;
  if (sched_getaffinity(0, sizeof allowed, &allowed) == 0) count = CPU_COUNT(&allowed);
  // A container's quota, in microseconds of CPU per period; "max" when there is none.
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  double quota = 0, period = 0;
  if (file >> quota >> period && quota > 0 && period > 0) {
    count = std::min(count, static_cast<int>(std::ceil(quota / period)));
  }
  return std::max(1, count);
}

}  // namespace sempurna
