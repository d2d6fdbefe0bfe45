#include "nn/graph.h"

#include <ATen/ATen.h>
#include <fmt/core.h>

#include <utility>

namespace sempurna {

Value Graph::input(const std::string& name, at::ScalarType type,
                   std::vector<GraphDimension> shape) {
  inputs_.push_back({name, type, std::move(shape)});
  return {name};
}

void Graph::output(const std::string& name, const Value& value, std::vector<GraphDimension> shape) {
  nodes_.push_back({"Identity", {value.name}, name, {}});
  outputs_.push_back({name, at::kFloat, std::move(shape)});
}

Value Graph::constant(const Tensor& tensor) {
  for (const auto& [name, kept] : constants_) {
    if (kept.data_ptr() == tensor.data_ptr() && kept.sizes() == tensor.sizes() &&
        kept.strides() == tensor.strides()) {
      return {name};
    }
  }
  constants_.emplace_back(fmt::format("constant_{}", constants_.size()), tensor.detach());
  return {constants_.back().first};
}

Value Graph::list(const std::vector<int64_t>& values) {
  return constant(at::tensor(values, at::kLong));
}

Value Graph::number(double value) {
  return constant(at::scalar_tensor(value, at::kFloat));
}

Value Graph::number(int64_t value) {
  return constant(at::scalar_tensor(value, at::kLong));
}

Value Graph::node(std::string_view operation, const std::vector<Value>& inputs,
                  GraphAttributes attributes) {
  GraphNode node{
      std::string(operation), {}, fmt::format("value_{}", nodes_.size()), std::move(attributes)};
  for (const Value& input : inputs) node.inputs.push_back(input.name);
  nodes_.push_back(std::move(node));
  return {nodes_.back().output};
}

}  // namespace sempurna
