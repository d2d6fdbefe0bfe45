#include "nn/layer_norm.h"

#include <ATen/ATen.h>

#include "kernels/layer_norm.h"

namespace sempurna {

LayerNorm::LayerNorm(const ParameterSource& source, int64_t width, double eps, Bias bias)
    : weight_(source.parameter("weight", {width}, Init::ones())),
      bias_(bias == Bias::Learnt ? source.parameter("bias", {width}, Init::zeros())
                                 : at::zeros({width}, weight_.options().requires_grad(false))),
      eps_(eps) {}

Tensor LayerNorm::operator()(const Tensor& x) const {
  return kernels::layer_norm(x, weight_, bias_, eps_);
}

Tensor LayerNorm::operator()(const Tensor& x, const Tensor& residual) const {
  return kernels::add_layer_norm(x, residual, weight_, bias_, eps_);
}

Value LayerNorm::draw(Graph& graph, const Value& x) const {
  return graph.node("LayerNormalization", {x, graph.constant(weight_), graph.constant(bias_)},
                    {{"axis", -1}, {"epsilon", eps_}});
}

}  // namespace sempurna
