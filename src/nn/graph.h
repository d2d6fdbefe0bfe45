#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tensor/tensor.h"

namespace sempurna {

/// A value in a graph: an input, a constant, or what a node makes.
struct Value {
  std::string name;
};

using GraphAttribute = std::variant<int64_t, double, std::string, std::vector<int64_t>>;
using GraphAttributes = std::map<std::string, GraphAttribute, std::less<>>;
/// A size, or the name of one that is free.
using GraphDimension = std::variant<int64_t, std::string>;

/// One of the standard's operations.
struct GraphNode {
  std::string operation;
  std::vector<std::string> inputs;
  std::string output;
  GraphAttributes attributes;
};

/// What a graph is given or gives.
struct GraphPort {
  std::string name;
  at::ScalarType type = at::kFloat;  ///< fp32 or int64
  std::vector<GraphDimension> shape;
};

/// What a model computes in evaluation mode, in the operations of ONNX's opset 17, for programs
/// that do not know the model: layers and models draw themselves into it. Source:
/// https://onnx.ai/onnx/operators/
class Graph {
 public:
  static constexpr int64_t kOpset = 17;

  Value input(const std::string& name, at::ScalarType type, std::vector<GraphDimension> shape);
  void output(const std::string& name, const Value& value, std::vector<GraphDimension> shape);

  /// fp32 or int64; the same tensor given twice is kept once.
  Value constant(const Tensor& tensor);
  /// A list of integers, [n].
  Value list(const std::vector<int64_t>& values);
  /// A single number without dimensions.
  Value number(double value);
  Value number(int64_t value);

  Value node(std::string_view operation, const std::vector<Value>& inputs,
             GraphAttributes attributes = {});

  const std::vector<GraphPort>& inputs() const { return inputs_; }
  const std::vector<GraphPort>& outputs() const { return outputs_; }
  const std::vector<GraphNode>& nodes() const { return nodes_; }
  const std::vector<std::pair<std::string, Tensor>>& constants() const { return constants_; }

 private:
  std::vector<GraphPort> inputs_;
  std::vector<GraphPort> outputs_;
  std::vector<GraphNode> nodes_;
  std::vector<std::pair<std::string, Tensor>> constants_;
};

}  // namespace sempurna
