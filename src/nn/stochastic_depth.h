#pragma once

#include <cstdint>

#include "tensor/tensor.h"

namespace sempurna {

/// Drops the whole residual branch x [B, ...] of some examples, with probability `rate` in [0, 1)
/// each, and scales the others up by 1 / (1 - rate) (Huang et al. 2016). Which is a pure function
/// of (seed, place in the batch). A rate of 0 returns x.
Tensor stochastic_depth(const Tensor& x, double rate, uint64_t seed);

}  // namespace sempurna
