#include "kernels/convolution.h"

#include "kernels/plain.h"

namespace sempurna::kernels {

Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, int64_t stride,
              Padding padding, int64_t groups) {
  return plain::conv2d(x, weight, bias, stride, padding, groups);
}

Tensor conv2d_batch_norm(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                         int64_t groups, const Tensor& norm_weight, const Tensor& norm_bias,
                         const Tensor& running_mean, const Tensor& running_var, double eps,
                         Activation activation) {
  Tensor mean = running_mean, var = running_var;
  const Tensor result = conv2d(x, weight, {}, stride, padding, groups);
  return plain::batch_norm_add(result, norm_weight, norm_bias, mean, var, false, 0, eps, {},
                               activation);
}

}  // namespace sempurna::kernels
