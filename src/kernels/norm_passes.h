#pragma once

#include <vector>

#include "kernels/activation.h"
#include "tensor/tensor.h"

/// The passes over picture tensors of which batch normalisation and its gradient consist. Tensors
/// are served ones (served.h) in channels-last memory.
namespace sempurna::kernels {

/// Per channel, over all pixels of a batch.
struct Moments {
  std::vector<double> mean;
  std::vector<double> variance;  ///< biased
};

Moments moments(const Tensor& x);

/// The same from Σ(x - pivot) and Σ(x - pivot)² over `pixels`; the nearer the pivots are to the
/// means, the more exact.
Moments moments_from(std::vector<double> sum, std::vector<double> square,
                     const std::vector<float>& pivot, int64_t pixels);

/// Moves the running values towards the batch's, the variance towards its unbiased estimate.
void move_running(const Moments& batch, int64_t pixels, double momentum, Tensor& running_mean,
                  Tensor& running_var);

Moments running_moments(const Tensor& running_mean, const Tensor& running_var);

/// What normalising needs per channel, and its gradient: a [4, C] tensor of scale, shift, mean and
/// 1 / deviation, so that norm(x) = x · scale + shift.
Tensor norm_values(const Moments& moments, const Tensor& weight, const Tensor& bias, double eps);

/// activation(norm(x) + residual); residual may be undefined.
Tensor normalise(const Tensor& x, const Tensor& values, const Tensor& residual,
                 Activation activation);

/// Gradients of the norm's parameters, and per channel how its input's gradient is made of dy, the
/// gradient before the activation: dx = dy · of_dy + (x - mean) · of_x + constant.
struct NormGradients {
  Tensor weight;
  Tensor bias;
  std::vector<float> of_dy, of_x, constant;
};

/// `by_batch` when the moments were the batch's own, so that x moved them too.
NormGradients norm_gradients(const Tensor& x, const Tensor& dz, const Tensor& residual,
                             const Tensor& values, const Tensor& weight, bool by_batch,
                             Activation activation);

/// Writes dx, shaped like x, and the residual's gradient unless undefined. x may be some pictures
/// of the batch that the gradients were made for.
void normalise_back(const Tensor& x, const Tensor& dz, const Tensor& residual, const Tensor& values,
                    const NormGradients& gradients, Activation activation, const Tensor& dx,
                    const Tensor& dresidual);

}  // namespace sempurna::kernels
