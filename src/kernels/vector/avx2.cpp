#include "kernels/vector/level.h"

namespace sempurna::kernels::vector {

constinit const Level kAvx2 = {"avx2", kLoops<float>, kLoops<Bf16>};

}  // namespace sempurna::kernels::vector
