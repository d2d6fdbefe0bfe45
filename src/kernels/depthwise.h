#pragma once

#include <optional>

#include "kernels/convolution_passes.h"
#include "kernels/norm_passes.h"
#include "tensor/tensor.h"

/// Depthwise convolutions fused with the norm that follows them, on own vector code
/// (vector/depthwise.h).
namespace sempurna::kernels {

/// Whether depthwise_back() serves this one, 3 × 3 or 5 × 5, stride 1 or 2, whole lanes of
/// channels, and is faster than norm and oneDNN's convolution in turn (measured with AVX-512: by a
/// quarter to half with 3 × 3, three times and more with 5 × 5; not on the smallest pictures).
bool is_fast_depthwise_back(const ConvolutionShape& shape);

/// The same of depthwise(): oneDNN is faster in fp32, and on small pictures.
bool is_fast_depthwise(const ConvolutionShape& shape);

struct DepthwiseResult {
  Tensor y;
  std::optional<Moments> moments;  ///< of y, when asked for
};

DepthwiseResult depthwise(const ConvolutionShape& shape, const Tensor& x, const Tensor& weight,
                          bool with_moments);

/// From the gradient dz after the norm of y: the convolution's weight gradient, and dx unless it is
/// undefined.
Tensor depthwise_back(const ConvolutionShape& shape, const Tensor& x, const Tensor& weight,
                      const Tensor& y, const Tensor& dz, const Tensor& values,
                      const NormGradients& gradients, Activation activation, const Tensor& dx);

}  // namespace sempurna::kernels
