#include "kernels/pool.h"

#include "kernels/plain.h"

namespace sempurna::kernels {

Tensor max_pool2d(const Tensor& x, int64_t size, int64_t stride, int64_t padding, bool ceil) {
  return plain::max_pool2d(x, size, stride, padding, ceil);
}

Tensor avg_pool2d(const Tensor& x, int64_t size, int64_t stride, int64_t padding) {
  return plain::avg_pool2d(x, size, stride, padding);
}

Tensor global_average_pool(const Tensor& x) {
  return plain::global_average_pool(x);
}

Tensor scale_channels(const Tensor& x, const Tensor& gate) {
  return plain::scale_channels(x, gate);
}

}  // namespace sempurna::kernels
