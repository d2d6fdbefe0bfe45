#include "nn/gated_layer.h"

#include <ATen/ATen.h>

#include <cmath>

#include "kernels/dropout.h"
#include "kernels/linear.h"
#include "nn/draw.h"

namespace sempurna {

GatedLayer::Fused GatedLayer::Fused::part(int64_t from, int64_t count) const {
  return {weight.narrow(0, from, count), bias.defined() ? bias.narrow(0, from, count) : bias};
}

GatedLayer::Fused GatedLayer::fused(const ParameterSource& source, int64_t in, int64_t out,
                                    Init init, Bias bias) {
  Fused layer;
  layer.weight = source.parameter("weight", {out, in}, init);
  if (bias == Bias::Learnt) layer.bias = source.parameter("bias", {out}, Init::zeros());
  return layer;
}

GatedLayer::GatedLayer(const ParameterSource& source, const GatedLayerOptions& options)
    : options_(options) {
  const Init in = Init::normal(options.deviation);
  const Init out = Init::normal(options.output_deviation);
  const int64_t width = options.width;
  const auto norm = [&](std::string_view name) {
    return LayerNorm(source.scope(name), width, options.norm_eps, options.norm_bias);
  };
  if (options.norms_input) attention_norm_ = norm("attn_norm");
  query_key_value_ = fused(source.scope("attn.Wqkv"), width, 3 * width, in, options.attention_bias);
  attention_output_ = Linear(source.scope("attn.Wo"), width, width, out, WeightShape::Matrix,
                             options.attention_bias);
  inner_norm_ = norm("mlp_norm");
  inner_and_gate_ = fused(source.scope("mlp.Wi"), width, 2 * options.inner, in, options.inner_bias);
  output_ = Linear(source.scope("mlp.Wo"), options.inner, width, out, WeightShape::Matrix,
                   options.inner_bias);
}

kernels::AttentionOptions GatedLayer::attention(const SharedDistances& seen) const {
  kernels::AttentionOptions attention = {
      .heads = options_.heads,
      .scale = 1 / std::sqrt(static_cast<double>(options_.width / options_.heads))};
  attention.rows = seen.rows;
  attention.biases = seen.biases;
  return attention;
}

Tensor GatedLayer::operator()(const Tensor& x, const Tensor& offsets, const Tensor& rows,
                              const Rotation& rotation, const SharedDistances& seen,
                              const Pass& pass) const {
  const auto drop = [&](const Tensor& y, double own) {
    return kernels::dropout(y, pass.backbone_rate(own), pass.next_seed(), pass.training);
  };
  kernels::AttentionOptions attention = this->attention(seen);
  attention.dropout = pass.backbone_rate(options_.attention_dropout);
  attention.dropout_seed = pass.next_seed();
  const Tensor normed = attention_norm_ ? (*attention_norm_)(x) : x;
  const auto parts =
      kernels::linear(normed, query_key_value_.weight, query_key_value_.bias).chunk(3, 1);
  Tensor context = kernels::packed_attention(rotate(parts[0], options_.heads, rotation),
                                             rotate(parts[1], options_.heads, rotation), parts[2],
                                             offsets, attention);
  Tensor kept = x;
  if (rows.defined()) {
    context = context.index_select(0, rows);
    kept = x.index_select(0, rows);
  }
  const Tensor attended = kept + drop(attention_output_(context), options_.attention_dropout);
  const Tensor inner_input = inner_norm_(attended);
  const auto half = [&](int64_t which, kernels::Activation activation) {
    const Fused layer = inner_and_gate_.part(which * options_.inner, options_.inner);
    return kernels::linear(inner_input, layer.weight, layer.bias, activation);
  };
  const Tensor inner = half(0, options_.activation) * half(1, kernels::Activation::None);
  return attended + output_(drop(inner, options_.inner_dropout));
}

Value GatedLayer::draw(Graph& graph, const Value& x, const Value& mask,
                       const DrawnRotation& rotation, const SharedDistances& seen) const {
  const int64_t width = options_.width;
  const Value normed = attention_norm_ ? attention_norm_->draw(graph, x) : x;
  const auto linear = [&](const Fused& layer, const Value& of, kernels::Activation activation) {
    return draw_linear(graph, of, layer.weight, layer.bias, activation);
  };
  const auto part = [&](int64_t which) {
    return linear(query_key_value_.part(which * width, width), normed, kernels::Activation::None);
  };
  const auto rotated = [&](int64_t which) {
    return draw_rotated(graph, part(which), options_.heads, width, rotation);
  };
  const Value context =
      draw_attention(graph, rotated(0), rotated(1), part(2), mask, width, attention(seen));
  const Value attended = graph.node("Add", {x, attention_output_.draw(graph, context)});
  const Value inner_input = inner_norm_.draw(graph, attended);
  const auto half = [&](int64_t which, kernels::Activation activation) {
    return linear(inner_and_gate_.part(which * options_.inner, options_.inner), inner_input,
                  activation);
  };
  const Value inner =
      graph.node("Mul", {half(0, options_.activation), half(1, kernels::Activation::None)});
  return graph.node("Add", {attended, output_.draw(graph, inner)});
}

}  // namespace sempurna
