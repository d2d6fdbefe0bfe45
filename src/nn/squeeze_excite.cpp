#include "nn/squeeze_excite.h"

#include <ATen/ATen.h>

#include "kernels/linear.h"
#include "kernels/pool.h"
#include "nn/draw.h"

namespace sempurna {

SqueezeExcite::SqueezeExcite(const ParameterSource& source, std::string_view reduce,
                             std::string_view restore, int64_t channels, int64_t squeezed,
                             kernels::Activation activation, bool hard)
    : activation_(activation),
      hard_(hard),
      reduce_weight_(source.scope(reduce).parameter("weight", {squeezed, channels, 1, 1},
                                                    Init::kaiming_normal())),
      reduce_bias_(source.scope(reduce).parameter("bias", {squeezed}, Init::zeros())),
      restore_weight_(source.scope(restore).parameter("weight", {channels, squeezed, 1, 1},
                                                      Init::kaiming_normal())),
      restore_bias_(source.scope(restore).parameter("bias", {channels}, Init::zeros())) {}

Tensor SqueezeExcite::operator()(const Tensor& x) const {
  const Tensor squeezed = kernels::linear(kernels::global_average_pool(x),
                                          reduce_weight_.flatten(1), reduce_bias_, activation_);
  const Tensor gate = kernels::linear(squeezed, restore_weight_.flatten(1), restore_bias_);
  return kernels::scale_channels(x, hard_ ? at::hardsigmoid(gate) : at::sigmoid(gate));
}

Value SqueezeExcite::draw(Graph& graph, const Value& x) const {
  const auto layer = [&](const Value& from, const Tensor& weight, const Tensor& bias) {
    return graph.node("Conv", {from, graph.constant(weight), graph.constant(bias)});
  };
  const Value squeezed = draw_activation(
      graph, layer(graph.node("GlobalAveragePool", {x}), reduce_weight_, reduce_bias_),
      activation_);
  const Value restored = layer(squeezed, restore_weight_, restore_bias_);
  const Value gate =
      hard_ ? graph.node("HardSigmoid", {restored}, {{"alpha", 1.0 / 6}, {"beta", 0.5}})
            : graph.node("Sigmoid", {restored});
  return graph.node("Mul", {x, gate});
}

}  // namespace sempurna
