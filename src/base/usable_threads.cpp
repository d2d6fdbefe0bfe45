#include "base/usable_threads.h"

#include <sched.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <thread>

#include "base/number.h"

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
  // Of a list, "4,2", the first is of the outermost threads.
  const char* asked = std::getenv(kThreadsVariable);
  const std::string_view text = asked == nullptr ? "" : asked;
  if (const auto most = read_number<int>(text.substr(0, text.find(','))); most && *most > 0) {
    count = std::min(count, *most);
  }
  return std::max(1, count);
}

}  // namespace sempurna
