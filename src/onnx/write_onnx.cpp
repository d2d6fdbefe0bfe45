#include "onnx/write_onnx.h"

#include <ATen/ATen.h>
#include <onnx/onnx_pb.h>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr int64_t kIrVersion = 8;  ///< that of opset 17
constexpr int64_t kMostBytes = int64_t{2'000'000'000};

int32_t onnx_type(at::ScalarType type) {
  return type == at::kLong ? onnx::TensorProto::INT64 : onnx::TensorProto::FLOAT;
}

void put_port(onnx::ValueInfoProto& info, const GraphPort& port) {
  info.set_name(port.name);
  auto* tensor = info.mutable_type()->mutable_tensor_type();
  tensor->set_elem_type(onnx_type(port.type));
  for (const GraphDimension& dimension : port.shape) {
    auto* to = tensor->mutable_shape()->add_dim();
    if (const auto* size = std::get_if<int64_t>(&dimension)) {
      to->set_dim_value(*size);
    } else {
      to->set_dim_param(std::get<std::string>(dimension));
    }
  }
}

void put_constant(onnx::TensorProto& to, const std::string& name, const Tensor& tensor) {
  const Tensor dense =
      tensor.to(tensor.scalar_type() == at::kLong ? at::kLong : at::kFloat).contiguous();
  to.set_name(name);
  to.set_data_type(onnx_type(dense.scalar_type()));
  for (const int64_t size : dense.sizes()) to.add_dims(size);
  to.set_raw_data(dense.data_ptr(), dense.nbytes());
}

void put_attribute(onnx::AttributeProto& to, const std::string& name,
                   const GraphAttribute& attribute) {
  to.set_name(name);
  if (const auto* number = std::get_if<int64_t>(&attribute)) {
    to.set_type(onnx::AttributeProto::INT);
    to.set_i(*number);
  } else if (const auto* real = std::get_if<double>(&attribute)) {
    to.set_type(onnx::AttributeProto::FLOAT);
    to.set_f(static_cast<float>(*real));
  } else if (const auto* text = std::get_if<std::string>(&attribute)) {
    to.set_type(onnx::AttributeProto::STRING);
    to.set_s(*text);
  } else {
    to.set_type(onnx::AttributeProto::INTS);
    for (const int64_t value : std::get<std::vector<int64_t>>(attribute)) to.add_ints(value);
  }
}

}  // namespace

void write_onnx(const Graph& graph, const std::string& name, const fs::path& file) {
  int64_t bytes = 0;
  for (const auto& [of, tensor] : graph.constants()) bytes += static_cast<int64_t>(tensor.nbytes());
  if (bytes > kMostBytes) {
    throw Error(Code::InvalidArgument,
                "the model has {} MB of weights; an ONNX file holds at most {} MB",
                bytes / 1'000'000, kMostBytes / 1'000'000);
  }
  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("sempurna");
  model.add_opset_import()->set_version(Graph::kOpset);
  onnx::GraphProto& to = *model.mutable_graph();
  to.set_name(name);
  for (const GraphPort& port : graph.inputs()) put_port(*to.add_input(), port);
  for (const GraphPort& port : graph.outputs()) put_port(*to.add_output(), port);
  for (const auto& [of, tensor] : graph.constants())
    put_constant(*to.add_initializer(), of, tensor);
  for (const GraphNode& node : graph.nodes()) {
    onnx::NodeProto& written = *to.add_node();
    // ONNX Runtime names what it makes of nodes after them, and wants no name twice.
    written.set_name(node.output);
    written.set_op_type(node.operation);
    for (const std::string& input : node.inputs) written.add_input(input);
    written.add_output(node.output);
    for (const auto& [key, attribute] : node.attributes)
      put_attribute(*written.add_attribute(), key, attribute);
  }
  std::string bytes_of_model;
  ensure(model.SerializeToString(&bytes_of_model), "the graph as an ONNX file");
  write_file_atomic(file, bytes_of_model);
}

}  // namespace sempurna
