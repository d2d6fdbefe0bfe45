#include "kernels/vector/level.h"

namespace sempurna::kernels::vector {

constinit const Level kAvx512 = {"avx512", kLoops<float>, kLoops<Bf16>};

}  // namespace sempurna::kernels::vector
