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
  // The rest is rare: computed in plain passes of their own, see is_fused().
  Gelu10,     ///< GELU within [-10, 10]
  QuickGelu,  ///< x · sigmoid(1.702 x) (Hendrycks and Gimpel 2016)
  Mish,       ///< x · tanh(ln(1 + exp(x))) (Misra 2019)
  Relu2,      ///< max(x, 0)² (So et al. 2021)
  Laplace,    ///< (1 + erf((x - 0.707107) / (0.282095 √2))) / 2 (Ma et al. 2022)
  Sigmoid,
};

/// Whether the kernels' own loops know the activation. The others are applied after them.
constexpr bool is_fused(Activation activation) {
  return activation <= Activation::HardSwish;
}

/// The activation of every value of x, of any shape, fp32 or bf16. The result has x's layout.
Tensor activate(const Tensor& x, Activation activation);

}  // namespace sempurna::kernels
