#pragma once

#include <cstdint>

#include "kernels/activation.h"
#include "tensor/tensor.h"

namespace sempurna::kernels {

/// Rows and columns of zeros around a picture. The four sides are free, so that TensorFlow's "same"
/// padding, which is uneven, costs nothing more.
struct Padding {
  int64_t top = 0;
  int64_t left = 0;
  int64_t bottom = 0;
  int64_t right = 0;
  bool operator==(const Padding&) const = default;
};

/// Convolution (cross-correlation) of pictures.
///
/// x [B, C, Y, X], fp32 or bf16; weight [O, C / groups, kernel rows, kernel columns], the fp32
/// master; bias [O] fp32 or undefined. The result has x's type and channels-last memory, as x
/// should have (another layout costs a copy). Gradients of weight and bias are fp32. With a
/// `dilation` above 1 the kernel's values stand that far apart; it is computed in plain calls.
Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, int64_t stride,
              Padding padding, int64_t groups, int64_t dilation = 1);

/// activation(batch_norm(conv2d(x))) in evaluation mode, with the normalisation folded into the
/// convolution's weights. No gradients: for frozen backbones and prediction, under a NoGradGuard.
Tensor conv2d_batch_norm(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                         int64_t groups, const Tensor& norm_weight, const Tensor& norm_bias,
                         const Tensor& running_mean, const Tensor& running_var, double eps,
                         Activation activation);

}  // namespace sempurna::kernels
