#include "nn/linear.h"

#include <ATen/ATen.h>

#include "kernels/linear.h"
#include "nn/draw.h"

namespace sempurna {

Linear::Linear(const ParameterSource& source, int64_t in, int64_t out, Init init, WeightShape shape,
               Bias bias)
    : weight_(source.parameter("weight",
                               shape == WeightShape::Matrix ? std::vector<int64_t>{out, in}
                                                            : std::vector<int64_t>{out, in, 1, 1},
                               init)) {
  if (bias == Bias::Learnt) bias_ = source.parameter("bias", {out}, Init::zeros());
}

Tensor Linear::operator()(const Tensor& x, kernels::Activation activation) const {
  return kernels::linear(x, weight_.flatten(1), bias_, activation);
}

Value Linear::draw(Graph& graph, const Value& x, kernels::Activation activation) const {
  return draw_linear(graph, x, weight_.flatten(1), bias_, activation);
}

}  // namespace sempurna
