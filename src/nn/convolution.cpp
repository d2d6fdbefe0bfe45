#include "nn/convolution.h"

#include <vector>

#include "kernels/convolution.h"

namespace sempurna {

Convolution::Convolution(const ParameterSource& source, const ConvolutionOptions& options,
                         Init init)
    : options_(options),
      weight_(source.parameter(
          "weight", {options.out, options.in / options.groups, options.kernel, options.kernel},
          init)),
      bias_(source.parameter("bias", {options.out}, Init::zeros())) {}

Tensor Convolution::operator()(const Tensor& x) const {
  const int64_t side = options_.padding;
  return kernels::conv2d(x, weight_, bias_, options_.stride, {side, side, side, side},
                         options_.groups);
}

Value Convolution::draw(Graph& graph, const Value& x) const {
  const int64_t side = options_.padding;
  return graph.node("Conv", {x, graph.constant(weight_), graph.constant(bias_)},
                    {{"strides", std::vector<int64_t>{options_.stride, options_.stride}},
                     {"pads", std::vector<int64_t>{side, side, side, side}},
                     {"group", options_.groups}});
}

}  // namespace sempurna
