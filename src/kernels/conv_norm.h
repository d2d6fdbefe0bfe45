#pragma once

#include "kernels/convolution.h"
#include "tensor/tensor.h"

namespace sempurna::kernels {

/// A batch norm and how it runs: see batch_norm().
struct Norm {
  Tensor weight, bias, running_mean, running_var;
  bool training = false;
  double momentum = 0.1;
  double eps = 1e-5;
};

/// activation(batch_norm(conv2d(x)) + residual) with gradients: the brick of convolutional
/// networks. The same values as conv2d() and batch_norm_add() in turn, with fewer passes over
/// memory: a depthwise convolution takes the norm's moments as it goes, and the gradient between
/// norm and convolution is used while it is in the cache. residual may be undefined. For evaluation
/// without gradients see conv2d_batch_norm().
Tensor conv_norm(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                 int64_t groups, const Norm& norm, const Tensor& residual, Activation activation);

}  // namespace sempurna::kernels
