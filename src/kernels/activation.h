#pragma once

#include "tensor/tensor.h"

namespace sempurna::kernels {

/// A function of one value, fused into the kernel before it where that saves a pass over memory.
enum class Activation {
  None,
  Relu,
  Relu6,     ///< min(max(x, 0), 6)
  Silu,      ///< x · sigmoid(x)
  Gelu,      ///< x · Φ(x), by erf
  GeluTanh,  ///< GELU's approximation by tanh (Hendrycks and Gimpel 2016)
  Tanh,
  HardSwish,  ///< x · min(max(x + 3, 0), 6) / 6 (Howard et al. 2019)
};

/// The activation of every value of x, of any shape, fp32 or bf16. The result has x's layout.
Tensor activate(const Tensor& x, Activation activation);

}  // namespace sempurna::kernels
