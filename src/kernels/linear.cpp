#include "kernels/linear.h"

#include "kernels/plain.h"

namespace sempurna::kernels {

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation activation) {
  return plain::linear(x, weight, bias, activation);
}

}  // namespace sempurna::kernels
