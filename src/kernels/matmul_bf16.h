#pragma once

#include "tensor/tensor.h"

/// Matrix products of bf16 activations with a weight [O, D] whose master is fp32. oneDNN makes code
/// per number of rows, and the rows of a packed batch differ from step to step; so rows are cut
/// into one large part of a rounded size and a small rest that is padded with zeros.
namespace sempurna::kernels {

/// x [N, D] · weightᵀ + bias, [N, O] in bf16; bias [O] fp32 or undefined.
Tensor multiply_bf16(const Tensor& x, const Tensor& weight, const Tensor& bias);

/// dz [N, O] · weight, [N, D] in bf16.
Tensor multiply_bf16_back(const Tensor& dz, const Tensor& weight);

/// dzᵀ · x, the weight's gradient [O, D] in fp32. Also that of a 1 × 1 convolution, whose pixels
/// are the rows.
Tensor multiply_bf16_outer(const Tensor& dz, const Tensor& x);

}  // namespace sempurna::kernels
