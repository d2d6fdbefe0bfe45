#include "nn/stochastic_depth.h"

#include <ATen/ATen.h>

#include <vector>

#include "base/random.h"

namespace sempurna {

Tensor stochastic_depth(const Tensor& x, double rate, uint64_t seed) {
  if (rate <= 0) return x;
  Random random(seed);
  std::vector<float> scales;
  for (int64_t i = 0; i < x.size(0); ++i) {
    scales.push_back(random.uniform() < rate ? 0.0F : static_cast<float>(1 / (1 - rate)));
  }
  std::vector<int64_t> shape(static_cast<size_t>(x.dim()), 1);
  shape[0] = x.size(0);
  return x * at::tensor(scales, at::kFloat).view(shape).to(x.device(), x.scalar_type());
}

}  // namespace sempurna
