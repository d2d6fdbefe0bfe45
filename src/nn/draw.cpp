#include "nn/draw.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numbers>

#include "base/error.h"

namespace sempurna {

namespace {

Value scaled(Graph& graph, const Value& x, double factor) {
  return graph.node("Mul", {x, graph.number(factor)});
}

Value shifted(Graph& graph, const Value& x, double by) {
  return graph.node("Add", {x, graph.number(by)});
}

Value clipped(Graph& graph, const Value& x, double least, double most) {
  return graph.node("Clip", {x, graph.number(least), graph.number(most)});
}

// x · Φ(x)
Value gelu(Graph& graph, const Value& x) {
  const Value erf = graph.node("Erf", {scaled(graph, x, 1 / std::numbers::sqrt2)});
  return graph.node("Mul", {scaled(graph, x, 0.5), shifted(graph, erf, 1)});
}

Value gelu_tanh(Graph& graph, const Value& x) {
  const Value cube = graph.node("Mul", {graph.node("Mul", {x, x}), x});
  const Value inner = graph.node("Add", {x, scaled(graph, cube, 0.044715)});
  const Value tanh = graph.node("Tanh", {scaled(graph, inner, std::sqrt(2 / std::numbers::pi))});
  return graph.node("Mul", {scaled(graph, x, 0.5), shifted(graph, tanh, 1)});
}

Value gated(Graph& graph, const Value& x, double slope) {
  return graph.node("Mul", {x, graph.node("Sigmoid", {scaled(graph, x, slope)})});
}

// [B, T, D] to [B, H, T, d]
Value by_head(Graph& graph, const Value& x, int64_t heads, int64_t width) {
  const Value split = graph.node("Reshape", {x, graph.list({0, 0, heads, width / heads})});
  return graph.node("Transpose", {split}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
}

// The tables' row of each query i and key j, by their distance i - j: [T, T].
Value draw_rows(Graph& graph, const Value& q, const Tensor& table,
                const kernels::AttentionOptions& options) {
  const int64_t distances = options.rows.defined() ? options.rows.size(0) : table.size(0);
  const Value length =
      graph.node("Gather", {graph.node("Shape", {q}), graph.number(int64_t{2})}, {{"axis", 0}});
  const Value places =
      graph.node("Range", {graph.number(int64_t{0}), length, graph.number(int64_t{1})});
  const Value apart =
      graph.node("Sub", {graph.node("Unsqueeze", {places, graph.list({1})}), places});
  const Value from_first = graph.node("Add", {apart, graph.number((distances + 1) / 2 - 1)});
  if (!options.rows.defined()) return from_first;
  return graph.node("Gather", {graph.constant(options.rows), from_first}, {{"axis", 0}});
}

// The products of x [B, H, T, d] with the rows of a table, at those of `places` [T, T]:
// [B, H, T, T].
Value draw_products(Graph& graph, const Value& x, const Tensor& table, const Value& places,
                    const Value& scores, int64_t heads, int64_t width) {
  const bool shared = table.size(1) == width;
  const Tensor rows =
      shared ? table.t() : table.view({table.size(0), heads, width}).permute({1, 2, 0});
  const Value all = graph.node("MatMul", {x, graph.constant(rows.contiguous())});
  const Value for_all = graph.node("Expand", {places, graph.node("Shape", {scores})});
  return graph.node("GatherElements", {all, for_all}, {{"axis", 3}});
}

}  // namespace

Value draw_activation(Graph& graph, const Value& x, kernels::Activation activation) {
  using kernels::Activation;
  switch (activation) {
    case Activation::None:
      return x;
    case Activation::Relu:
      return graph.node("Relu", {x});
    case Activation::Relu6:
      return clipped(graph, x, 0, 6);
    case Activation::Silu:
      return gated(graph, x, 1);
    case Activation::Gelu:
      return gelu(graph, x);
    case Activation::GeluTanh:
      return gelu_tanh(graph, x);
    case Activation::Tanh:
      return graph.node("Tanh", {x});
    case Activation::HardSwish:
      return graph.node("HardSwish", {x});
    case Activation::Gelu10:
      return clipped(graph, gelu(graph, x), -10, 10);
    case Activation::QuickGelu:
      return gated(graph, x, 1.702);
    case Activation::Mish:
      return graph.node("Mul", {x, graph.node("Tanh", {graph.node("Softplus", {x})})});
    case Activation::Relu2: {
      const Value positive = graph.node("Relu", {x});
      return graph.node("Mul", {positive, positive});
    }
    case Activation::Laplace: {
      const Value inner =
          scaled(graph, shifted(graph, x, -0.707107), 1 / (0.282095 * std::numbers::sqrt2));
      return scaled(graph, shifted(graph, graph.node("Erf", {inner}), 1), 0.5);
    }
    case Activation::Sigmoid:
      return graph.node("Sigmoid", {x});
  }
  throw Error(Code::Internal, "an activation that graphs do not know");
}

Value draw_linear(Graph& graph, const Value& x, const Tensor& weight, const Tensor& bias,
                  kernels::Activation activation) {
  Value y = graph.node("MatMul", {x, graph.constant(weight.t())});
  if (bias.defined()) y = graph.node("Add", {y, graph.constant(bias)});
  return draw_activation(graph, y, activation);
}

Value draw_attention(Graph& graph, const Value& q, const Value& k, const Value& v,
                     const Value& mask, int64_t width, const kernels::AttentionOptions& options) {
  const Value query = by_head(graph, q, options.heads, width);
  const Value key = by_head(graph, k, options.heads, width);
  const std::vector<int64_t> swapped = {0, 1, 3, 2};
  const Value turned = graph.node("Transpose", {key}, {{"perm", swapped}});
  Value scores = graph.node("MatMul", {query, turned});
  if (options.by_query.defined()) {
    const Value rows = draw_rows(graph, query, options.by_query, options);
    scores = graph.node("Add", {scores, draw_products(graph, query, options.by_query, rows, scores,
                                                      options.heads, width / options.heads)});
  }
  if (options.by_key.defined()) {
    const Value rows = graph.node("Transpose", {draw_rows(graph, query, options.by_key, options)},
                                  {{"perm", std::vector<int64_t>{1, 0}}});
    const Value by_key = draw_products(graph, key, options.by_key, rows, scores, options.heads,
                                       width / options.heads);
    scores = graph.node("Add", {scores, graph.node("Transpose", {by_key}, {{"perm", swapped}})});
  }
  scores = scaled(graph, scores, options.scale);
  if (options.biases.defined()) {
    const Value rows = draw_rows(graph, query, options.biases, options);
    const Value biases =
        graph.node("Gather", {graph.constant(options.biases), rows}, {{"axis", 0}});
    scores = graph.node("Add", {scores, graph.node("Transpose", {biases},
                                                   {{"perm", std::vector<int64_t>{2, 0, 1}}})});
  }
  if (!mask.name.empty()) scores = graph.node("Add", {scores, mask});
  const Value shares = graph.node("Softmax", {scores}, {{"axis", -1}});
  const Value context = graph.node("MatMul", {shares, by_head(graph, v, options.heads, width)});
  const Value beside =
      graph.node("Transpose", {context}, {{"perm", std::vector<int64_t>{0, 2, 1, 3}}});
  return graph.node("Reshape", {beside, graph.list({0, 0, width})});
}

Value draw_average_pool(Graph& graph, const Value& x) {
  return graph.node("Flatten", {graph.node("GlobalAveragePool", {x})}, {{"axis", 1}});
}

}  // namespace sempurna
