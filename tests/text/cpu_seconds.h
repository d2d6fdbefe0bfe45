#pragma once

#include <ctime>

namespace sempurna {

/// The processor time that `run` takes, which other programs on the machine do not lengthen.
template <typename Run>
double cpu_seconds(Run run) {
  const std::clock_t start = std::clock();
  run();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

}  // namespace sempurna
