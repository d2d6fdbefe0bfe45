#include "onnx/probe.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "base/error.h"
#include "base/random.h"

namespace sempurna {

namespace {

constexpr int64_t kRows = 96;  ///< of pictures that may have any size
constexpr int64_t kColumns = 128;

Tensor normal(const std::vector<int64_t>& shape, Random& random) {
  Tensor values = at::empty(shape, at::kFloat);
  std::generate_n(values.data_ptr<float>(), values.numel(),
                  [&] { return static_cast<float>(random.normal()); });
  return values;
}

// How many rows the table has in which an input's numbers are looked up.
int64_t rows_of(const Graph& graph, const std::string& input) {
  for (const GraphNode& node : graph.nodes()) {
    if (node.operation != "Gather" || node.inputs[1] != input) continue;
    for (const auto& [name, tensor] : graph.constants()) {
      if (name == node.inputs[0]) return tensor.size(0);
    }
  }
  throw Error(Code::Internal, "nothing is looked up by {}", input);
}

// Whole texts of both forms: packed for the model, padded for the graph.
void put_texts(Probe& probe, const Graph& graph, int64_t longest, int64_t padding, int64_t count,
               Random& random) {
  std::vector<int32_t> offsets = {0};
  std::vector<int64_t> lengths;
  int64_t length = 1;
  for (int64_t k = 0; k < count; ++k) {
    lengths.push_back(k == 0 ? longest : 1 + static_cast<int64_t>(random.below(longest)));
    offsets.push_back(offsets.back() + static_cast<int32_t>(lengths.back()));
    length = std::max(length, lengths.back());
  }
  const Tensor mask = at::zeros({count, length}, at::kLong);
  std::vector<int64_t> positions;
  for (int64_t k = 0; k < count; ++k) {
    mask[k].narrow(0, 0, lengths[k]).fill_(1);
    for (int64_t t = 0; t < lengths[k]; ++t) positions.push_back(t);
  }
  const auto draw = [&](const std::string& name, int64_t otherwise) {
    const int64_t rows = rows_of(graph, name);
    const Tensor padded = at::full({count, length}, otherwise, at::kLong);
    std::vector<int64_t> packed;
    for (int64_t k = 0; k < count; ++k) {
      for (int64_t t = 0; t < lengths[k]; ++t) {
        packed.push_back(static_cast<int64_t>(random.below(static_cast<uint64_t>(rows))));
        padded[k][t] = packed.back();
      }
    }
    probe.inputs[name] = padded;
    return at::tensor(packed, at::kLong);
  };
  probe.inputs["attention_mask"] = mask;
  probe.batch.token_ids = draw("input_ids", padding);
  for (const GraphPort& port : graph.inputs()) {
    if (port.name == "token_type_ids") probe.batch.segments = draw(port.name, 0);
  }
  probe.batch.positions = at::tensor(positions, at::kLong);
  probe.batch.offsets = at::tensor(offsets, at::kInt);
}

}  // namespace

Probe draw_probe(const Graph& graph, int64_t count, int64_t longest, int64_t padding,
                 uint64_t seed) {
  Random random(seed);
  Probe probe;
  for (const GraphPort& port : graph.inputs()) {
    const auto size = [&](size_t k, int64_t otherwise) {
      const auto* fixed = std::get_if<int64_t>(&port.shape[k]);
      return fixed != nullptr ? *fixed : otherwise;
    };
    if (port.name == "pixel_values") {
      probe.batch.pixels = normal({count, size(1, 3), size(2, kRows), size(3, kColumns)}, random);
      probe.inputs[port.name] = probe.batch.pixels;
    } else if (port.name == "input_ids") {
      put_texts(probe, graph, longest, padding, count, random);
    } else if (port.name == "word_scores") {
      probe.batch.scores = normal({count, size(1, 1)}, random);
      probe.inputs[port.name] = probe.batch.scores;
    }
  }
  return probe;
}

double largest_difference(const Tensor& of_graph, const Tensor& of_model) {
  const Tensor difference = (of_graph - of_model).abs() / of_model.abs().clamp_min(1);
  return difference.max().item<double>();
}

}  // namespace sempurna
