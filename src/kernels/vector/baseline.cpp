#include "kernels/vector/level.h"

namespace sempurna::kernels::vector {

constinit const Level kBaseline = {"baseline", kLoops<float>, kLoops<Bf16>};

}  // namespace sempurna::kernels::vector
