#pragma once

#include "kernels/activation.h"
#include "tensor/tensor.h"

namespace sempurna::kernels {

/// activation(x · weightᵀ + bias).
///
/// x [..., D], fp32 or bf16; weight [O, D] and bias [O] (or undefined) the fp32 masters. The result
/// is [..., O] in x's type; gradients of weight and bias are fp32.
Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias,
              Activation activation = Activation::None);

}  // namespace sempurna::kernels
