#include "nn/layer_norm.h"

#include "kernels/layer_norm.h"

namespace sempurna {

LayerNorm::LayerNorm(const ParameterSource& source, int64_t width, double eps)
    : weight_(source.parameter("weight", {width}, Init::ones())),
      bias_(source.parameter("bias", {width}, Init::zeros())),
      eps_(eps) {}

Tensor LayerNorm::operator()(const Tensor& x) const {
  return kernels::layer_norm(x, weight_, bias_, eps_);
}

Tensor LayerNorm::operator()(const Tensor& x, const Tensor& residual) const {
  return kernels::add_layer_norm(x, residual, weight_, bias_, eps_);
}

}  // namespace sempurna
