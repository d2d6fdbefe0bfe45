#include "kernels/batch_norm.h"

#include "kernels/plain.h"

namespace sempurna::kernels {

Tensor batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean,
                  Tensor& running_var, bool training, double momentum, double eps,
                  Activation activation) {
  return batch_norm_add(x, weight, bias, running_mean, running_var, training, momentum, eps, {},
                        activation);
}

Tensor batch_norm_add(const Tensor& x, const Tensor& weight, const Tensor& bias,
                      Tensor& running_mean, Tensor& running_var, bool training, double momentum,
                      double eps, const Tensor& residual, Activation activation) {
  return plain::batch_norm_add(x, weight, bias, running_mean, running_var, training, momentum, eps,
                               residual, activation);
}

}  // namespace sempurna::kernels
