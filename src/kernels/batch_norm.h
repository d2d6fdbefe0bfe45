#pragma once

#include "kernels/activation.h"
#include "tensor/tensor.h"

namespace sempurna::kernels {

/// activation(batch normalisation of x over all but the channels).
///
/// x [B, C, Y, X], fp32 or bf16, channels-last; weight, bias, running_mean, running_var [C] fp32.
/// Training normalises by the batch and moves the running values by `momentum` (1 = only the
/// batch), the variance as the unbiased estimate, as PyTorch does; otherwise the running values are
/// used. Statistics are fp32 in any case. Source: Ioffe and Szegedy 2015.
Tensor batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean,
                  Tensor& running_var, bool training, double momentum, double eps,
                  Activation activation);

/// activation(batch_norm(x) + residual), the end of a residual block; residual is shaped like x.
Tensor batch_norm_add(const Tensor& x, const Tensor& weight, const Tensor& bias,
                      Tensor& running_mean, Tensor& running_var, bool training, double momentum,
                      double eps, const Tensor& residual, Activation activation);

}  // namespace sempurna::kernels
