#include "base/openmp.h"

#include <cstdlib>

namespace sempurna {

bool spin_briefly() {
  constexpr auto kSpins = "GOMP_SPINCOUNT";
  if (std::getenv(kSpins) != nullptr || std::getenv("OMP_WAIT_POLICY") != nullptr) return false;
  return ::setenv(kSpins, "10000", 1) == 0;
}

}  // namespace sempurna
