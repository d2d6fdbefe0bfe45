#include "nn/pre_norm_layer.h"

#include <ATen/ATen.h>

#include <cmath>
#include <utility>

#include "kernels/dropout.h"
#include "kernels/linear.h"
#include "nn/draw.h"

namespace sempurna {

PreNormLayer::PreNormLayer(const ParameterSource& source, const PreNormLayerOptions& options,
                           const PreNormLayerNames& names)
    : options_(options) {
  const Init init = Init::normal(options.deviation);
  const int64_t width = options.width;
  const auto projection = [&](std::string_view weight, std::string_view bias, int64_t out) {
    Projection result;
    result.weight = source.parameter(weight, {out, width}, init);
    if (options.attention_bias) result.bias = source.parameter(bias, {out}, Init::zeros());
    return result;
  };
  attention_norm_ = LayerNorm(source.scope(names.attention_norm), width, options.norm_eps);
  const bool together = names.key_weight.empty();
  query_ = projection(names.query_weight, names.query_bias, together ? 3 * width : width);
  if (!together) {
    key_ = projection(names.key_weight, names.key_bias, width);
    value_ = projection(names.value_weight, names.value_bias, width);
  }
  attention_output_ = Linear(source.scope(names.attention_output), width, width, init);
  inner_norm_ = LayerNorm(source.scope(names.inner_norm), width, options.norm_eps);
  inner_ = Linear(source.scope(names.inner), width, options.inner, init);
  output_ = Linear(source.scope(names.output), options.inner, width, init);
  constexpr double kFirstScale = 1e-6;  // DeiT III's
  if (!names.attention_scale.empty()) {
    attention_scale_ =
        source.parameter(names.attention_scale, {width}, Init::constant(kFirstScale));
    inner_scale_ = source.parameter(names.inner_scale, {width}, Init::constant(kFirstScale));
  }
}

kernels::AttentionOptions PreNormLayer::attention() const {
  return {.heads = options_.heads,
          .scale = 1 / std::sqrt(static_cast<double>(options_.width / options_.heads))};
}

Tensor PreNormLayer::attend(const Tensor& x, const Tensor& offsets, const Pass& pass) const {
  kernels::AttentionOptions attention = this->attention();
  attention.dropout = pass.backbone_rate(options_.attention_dropout);
  attention.dropout_seed = pass.next_seed();
  const Tensor query = kernels::linear(x, query_.weight, query_.bias);
  if (!key_.weight.defined()) return kernels::packed_attention(query, offsets, attention);
  return kernels::packed_attention(query, kernels::linear(x, key_.weight, key_.bias),
                                   kernels::linear(x, value_.weight, value_.bias), offsets,
                                   attention);
}

Tensor PreNormLayer::operator()(const Tensor& x, const Tensor& offsets, const Tensor& rows,
                                const Pass& pass) const {
  const auto drop = [&](const Tensor& y) {
    return kernels::dropout(y, pass.backbone_rate(options_.hidden_dropout), pass.next_seed(),
                            pass.training);
  };
  Tensor context = attend(attention_norm_(x), offsets, pass);
  Tensor kept = x;
  if (rows.defined()) {
    context = context.index_select(0, rows);
    kept = x.index_select(0, rows);
  }
  const auto scaled = [](const Tensor& y, const Tensor& scale) {
    return scale.defined() ? y * scale.to(y.scalar_type()) : y;
  };
  const Tensor attended = kept + drop(scaled(attention_output_(context), attention_scale_));
  const Tensor inner = inner_(inner_norm_(attended), options_.activation);
  return attended + drop(scaled(output_(inner), inner_scale_));
}

Value PreNormLayer::draw(Graph& graph, const Value& x) const {
  const int64_t width = options_.width;
  // Query, key and value that lie in one tensor are drawn apart.
  const auto projected = [&](const Projection& own, int64_t place) {
    const bool together = !key_.weight.defined();
    const Projection& from = together ? query_ : own;
    const auto part = [&](const Tensor& x) {
      return together && x.defined() ? x.narrow(0, place * width, width) : x;
    };
    return std::pair(part(from.weight), part(from.bias));
  };
  const Value normed = attention_norm_.draw(graph, x);
  const auto linear = [&](const Projection& own, int64_t place) {
    const auto [weight, bias] = projected(own, place);
    return draw_linear(graph, normed, weight, bias);
  };
  const auto scaled = [&](const Value& y, const Tensor& scale) {
    return scale.defined() ? graph.node("Mul", {y, graph.constant(scale)}) : y;
  };
  const Value context = draw_attention(graph, linear(query_, 0), linear(key_, 1), linear(value_, 2),
                                       {}, width, attention());
  const Value attended =
      graph.node("Add", {x, scaled(attention_output_.draw(graph, context), attention_scale_)});
  const Value inner = inner_.draw(graph, inner_norm_.draw(graph, attended), options_.activation);
  return graph.node("Add", {attended, scaled(output_.draw(graph, inner), inner_scale_)});
}

}  // namespace sempurna
