#include "onnx/evaluate_graph.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <functional>
#include <string_view>

#include "base/error.h"

namespace sempurna {

namespace {

using Integers = std::vector<int64_t>;

/// A node, and what its inputs are.
struct Call {
  const GraphNode& node;
  std::vector<Tensor> x;

  template <typename T>
  T attribute(std::string_view name, T otherwise) const {
    const auto found = node.attributes.find(name);
    return found == node.attributes.end() ? otherwise : std::get<T>(found->second);
  }
  Integers integers(size_t input) const {
    const Tensor list = x.at(input).to(at::kLong).contiguous();
    return {list.data_ptr<int64_t>(), list.data_ptr<int64_t>() + list.numel()};
  }
};

Tensor gather(const Call& call) {
  const auto axis = call.attribute<int64_t>("axis", 0);
  const Tensor& ids = call.x[1];
  Tensor rows = call.x[0].index_select(axis, ids.reshape({-1}));
  Integers shape = call.x[0].sizes().vec();
  shape.erase(shape.begin() + axis);
  shape.insert(shape.begin() + axis, ids.sizes().begin(), ids.sizes().end());
  return rows.reshape(shape);
}

Tensor reshape(const Call& call) {
  Integers shape = call.integers(1);
  for (size_t k = 0; k < shape.size(); ++k) {
    if (shape[k] == 0) shape[k] = call.x[0].size(static_cast<int64_t>(k));
  }
  return call.x[0].reshape(shape);
}

Tensor unsqueeze(const Call& call) {
  Tensor y = call.x[0];
  for (const int64_t axis : call.integers(1)) y = y.unsqueeze(axis);
  return y;
}

// Rows and columns of padding: what comes before, and what after.
Integers pads_of(const Call& call, const Integers& kernel, const Integers& strides) {
  if (call.attribute<std::string>("auto_pad", "") != "SAME_UPPER")
    return call.attribute<Integers>("pads", {0, 0, 0, 0});
  const auto dilations = call.attribute<Integers>("dilations", {1, 1});
  Integers pads(4);
  for (int64_t k = 0; k < 2; ++k) {
    const int64_t size = call.x[0].size(2 + k);
    const int64_t made = (size + strides[k] - 1) / strides[k];
    const int64_t all =
        std::max<int64_t>(0, (made - 1) * strides[k] + (kernel[k] - 1) * dilations[k] + 1 - size);
    pads[k] = all / 2;
    pads[2 + k] = all - all / 2;
  }
  return pads;
}

Tensor convolve(const Call& call) {
  const auto strides = call.attribute<Integers>("strides", {1, 1});
  const Tensor& weight = call.x[1];
  const Integers pads = pads_of(call, {weight.size(2), weight.size(3)}, strides);
  const Tensor padded = at::constant_pad_nd(call.x[0], {pads[1], pads[3], pads[0], pads[2]});
  const Integers none = {0, 0};
  const auto dilations = call.attribute<Integers>("dilations", {1, 1});
  return at::conv2d(padded, weight, call.x.at(2), strides, none, dilations,
                    call.attribute<int64_t>("group", 1));
}

Tensor max_pool(const Call& call) {
  const auto pads = call.attribute<Integers>("pads", {0, 0, 0, 0});
  return at::max_pool2d(call.x[0], call.attribute<Integers>("kernel_shape", {}),
                        call.attribute<Integers>("strides", {}), {pads[0], pads[1]}, {1, 1},
                        call.attribute<int64_t>("ceil_mode", 0) != 0);
}

Tensor average_pool(const Call& call) {
  return at::avg_pool2d(call.x[0], call.attribute<Integers>("kernel_shape", {}),
                        call.attribute<Integers>("strides", {}), {0, 0},
                        call.attribute<int64_t>("ceil_mode", 0) != 0, false);
}

Tensor layer_norm(const Call& call) {
  return at::layer_norm(call.x[0], {call.x[0].size(-1)}, call.x[1], call.x[2],
                        call.attribute<double>("epsilon", 1e-5), false);
}

Tensor cast(const Call& call) {
  return call.x[0].to(call.attribute<int64_t>("to", 1) == 7 ? at::kLong : at::kFloat);
}

Tensor range(const Call& call) {
  return at::arange(call.x[0].item<int64_t>(), call.x[1].item<int64_t>(), call.x[2].item<int64_t>(),
                    at::kLong);
}

const std::map<std::string, std::function<Tensor(const Call&)>, std::less<>>& operations() {
  static const std::map<std::string, std::function<Tensor(const Call&)>, std::less<>> kOperations =
      {
          {"Add", [](const Call& c) { return c.x[0] + c.x[1]; }},
          {"AveragePool", average_pool},
          {"Cast", cast},
          {"Clip", [](const Call& c) { return c.x[0].clamp(c.x[1].item(), c.x[2].item()); }},
          {"Concat", [](const Call& c) { return at::cat(c.x, c.attribute<int64_t>("axis", 0)); }},
          {"Conv", convolve},
          {"Cos", [](const Call& c) { return c.x[0].cos(); }},
          {"CumSum", [](const Call& c) { return c.x[0].cumsum(c.x[1].item<int64_t>()); }},
          {"Div", [](const Call& c) { return c.x[0] / c.x[1]; }},
          {"Equal", [](const Call& c) { return c.x[0].eq(c.x[1]); }},
          {"Erf", [](const Call& c) { return c.x[0].erf(); }},
          {"Expand", [](const Call& c) { return c.x[0].expand(c.integers(1)); }},
          {"Flatten",
           [](const Call& c) { return c.x[0].flatten(c.attribute<int64_t>("axis", 1)); }},
          {"Gather", gather},
          {"GatherElements",
           [](const Call& c) { return c.x[0].gather(c.attribute<int64_t>("axis", 0), c.x[1]); }},
          {"GlobalAveragePool",
           [](const Call& c) {
             return c.x[0].mean(Integers{2, 3}, true);
           }},
          {"GlobalMaxPool",
           [](const Call& c) {
             return c.x[0].amax(Integers{2, 3}, true);
           }},
          {"HardSigmoid", [](const Call& c) { return at::hardsigmoid(c.x[0]); }},
          {"HardSwish", [](const Call& c) { return at::hardswish(c.x[0]); }},
          {"Identity", [](const Call& c) { return c.x[0]; }},
          {"LayerNormalization", layer_norm},
          {"MatMul", [](const Call& c) { return at::matmul(c.x[0], c.x[1]); }},
          {"MaxPool", max_pool},
          {"Mul", [](const Call& c) { return c.x[0] * c.x[1]; }},
          {"Not", [](const Call& c) { return c.x[0].logical_not(); }},
          {"Range", range},
          {"ReduceSum",
           [](const Call& c) {
             return c.x[0].sum(c.integers(1), c.attribute<int64_t>("keepdims", 1) != 0);
           }},
          {"Relu", [](const Call& c) { return c.x[0].relu(); }},
          {"Reshape", reshape},
          {"Shape", [](const Call& c) { return at::tensor(c.x[0].sizes(), at::kLong); }},
          {"Sigmoid", [](const Call& c) { return c.x[0].sigmoid(); }},
          {"Sin", [](const Call& c) { return c.x[0].sin(); }},
          {"Softmax",
           [](const Call& c) { return c.x[0].softmax(c.attribute<int64_t>("axis", -1)); }},
          {"Softplus", [](const Call& c) { return at::softplus(c.x[0]); }},
          {"Sub", [](const Call& c) { return c.x[0] - c.x[1]; }},
          {"Tanh", [](const Call& c) { return c.x[0].tanh(); }},
          {"Transpose",
           [](const Call& c) { return c.x[0].permute(c.attribute<Integers>("perm", {})); }},
          {"Unsqueeze", unsqueeze},
      };
  return kOperations;
}

}  // namespace

std::map<std::string, Tensor> evaluate_graph(const Graph& graph,
                                             const std::map<std::string, Tensor>& inputs) {
  const at::NoGradGuard no_gradients;
  std::map<std::string, Tensor> values = inputs;
  for (const auto& [name, tensor] : graph.constants()) values[name] = tensor;
  for (const GraphNode& node : graph.nodes()) {
    const auto operation = operations().find(node.operation);
    if (operation == operations().end())
      throw Error(Code::Internal, "graphs of ours have no {}", node.operation);
    Call call{node, {}};
    for (const std::string& input : node.inputs) call.x.push_back(values.at(input));
    values[node.output] = operation->second(call);
  }
  std::map<std::string, Tensor> outputs;
  for (const GraphPort& port : graph.outputs()) outputs[port.name] = values.at(port.name);
  return outputs;
}

}  // namespace sempurna
