#include "kernels/activation.h"

#include "kernels/plain.h"

namespace sempurna::kernels {

Tensor activate(const Tensor& x, Activation activation) {
  return plain::activate(x, activation);
}

}  // namespace sempurna::kernels
