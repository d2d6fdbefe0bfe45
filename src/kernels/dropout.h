#pragma once

#include <cstdint>

#include "tensor/tensor.h"

namespace sempurna::kernels {

/// In training sets each value to zero with probability p, in [0, 1), and multiplies the others by
/// 1 / (1 - p); otherwise returns x. Which values is a pure function of (seed, position), in
/// row-major order of the dimensions, so that a resumed run draws the same; no generator is
/// touched.
Tensor dropout(const Tensor& x, double p, uint64_t seed, bool training);

}  // namespace sempurna::kernels
