#pragma once

#include "kernels/activation.h"
#include "kernels/attention.h"
#include "kernels/convolution.h"
#include "tensor/tensor.h"

/// Each kernel once more in plain ATen calls, differentiated by autograd: what the fast ones are
/// tested against, and what runs for types and devices that they do not serve (fp64, GPUs). Same
/// contracts; bf16 is computed in fp32 and rounded once at the end.
namespace sempurna::kernels::plain {

Tensor activate(const Tensor& x, Activation activation);

Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, int64_t stride,
              Padding padding, int64_t groups, int64_t dilation = 1);

Tensor batch_norm_add(const Tensor& x, const Tensor& weight, const Tensor& bias,
                      Tensor& running_mean, Tensor& running_var, bool training, double momentum,
                      double eps, const Tensor& residual /* or undefined */, Activation activation);

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation activation);

Tensor add_layer_norm(const Tensor& x, const Tensor& residual /* or undefined */,
                      const Tensor& weight, const Tensor& bias, double eps);

Tensor packed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets,
                        const AttentionOptions& options);

Tensor dropout(const Tensor& x, double p, uint64_t seed);

Tensor max_pool2d(const Tensor& x, int64_t size, int64_t stride, int64_t padding, bool ceil);
Tensor global_average_pool(const Tensor& x);
Tensor scale_channels(const Tensor& x, const Tensor& gate);

}  // namespace sempurna::kernels::plain
