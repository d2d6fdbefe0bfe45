#pragma once

#include "tensor/tensor.h"

namespace sempurna::kernels {

/// Layer normalisation over the last dimension: x [..., D], fp32 or bf16; weight, bias [D] fp32.
/// Statistics are fp32. Source: Ba, Kiros and Hinton 2016.
Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps);

/// layer_norm(x + residual), the end of a post-norm transformer block; residual is shaped like x.
Tensor add_layer_norm(const Tensor& x, const Tensor& residual, const Tensor& weight,
                      const Tensor& bias, double eps);

}  // namespace sempurna::kernels
