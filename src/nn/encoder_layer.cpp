#include "nn/encoder_layer.h"

#include <ATen/ATen.h>

#include <cmath>

#include "kernels/dropout.h"
#include "nn/draw.h"

namespace sempurna {
namespace {

Tensor drop(const Tensor& x, std::optional<double> rate, const Pass& pass) {
  if (!rate) return x;
  return kernels::dropout(x, pass.backbone_rate(*rate), pass.next_seed(), pass.training);
}

}  // namespace

EncoderLayer::EncoderLayer(const ParameterSource& source, const EncoderLayerOptions& options,
                           const EncoderLayerNames& names)
    : options_(options) {
  const auto linear = [&](std::string_view name, int64_t in, int64_t out) {
    return Linear(source.scope(name), in, out, Init::normal(options.deviation));
  };
  const int64_t width = options.width;
  query_ = linear(names.query, width, width);
  key_ = linear(names.key, width, width);
  value_ = linear(names.value, width, width);
  if (options.relative != RelativePositions::None) {
    distances_ = source.scope(names.distances)
                     .parameter("weight", {2 * options.positions - 1, width / options.heads},
                                Init::normal(options.deviation));
  }
  attention_output_ = linear(names.attention_output, width, width);
  attention_norm_ = LayerNorm(source.scope(names.attention_norm), width, options.norm_eps);
  inner_ = linear(names.inner, width, options.inner);
  output_ = linear(names.output, options.inner, width);
  output_norm_ = LayerNorm(source.scope(names.output_norm), width, options.norm_eps);
}

kernels::AttentionOptions EncoderLayer::attention(const SharedDistances& shared,
                                                  const Pass& pass) const {
  const auto width = static_cast<double>(options_.width / options_.heads);
  kernels::AttentionOptions attention;
  attention.heads = options_.heads;
  attention.scale = 1 / std::sqrt(width);
  attention.by_query = distances_;
  if (options_.relative == RelativePositions::ByQueryAndKey) attention.by_key = distances_;
  attention.biases = shared.biases;
  attention.rows = shared.rows;
  if (shared.vectors.defined()) {
    // Three products of one size are added (He et al. 2021, equation 4).
    attention.scale = 1 / std::sqrt(3 * width);
    const Tensor vectors = drop(shared.vectors, options_.output_dropout, pass);
    // Whichever is shorter goes through the layers: the table, or the distances of short texts.
    const bool few = shared.rows.size(0) < vectors.size(0);
    const Tensor seen = few ? vectors.index_select(0, shared.rows) : vectors;
    if (few) attention.rows = Tensor();
    attention.by_query = key_(seen);
    attention.by_key = query_(seen);
  }
  return attention;
}

Tensor EncoderLayer::operator()(const Tensor& x, const Tensor& offsets, const Tensor& rows,
                                const Pass& pass, const SharedDistances& shared) const {
  kernels::AttentionOptions attention = this->attention(shared, pass);
  attention.dropout = pass.backbone_rate(options_.attention_dropout);
  attention.dropout_seed = pass.next_seed();
  Tensor context = kernels::packed_attention(query_(x), key_(x), value_(x), offsets, attention);
  Tensor residual = x;
  if (rows.defined()) {
    context = context.index_select(0, rows);
    residual = x.index_select(0, rows);
  }
  const Tensor attended = attention_norm_(
      drop(attention_output_(context), options_.attention_output_dropout, pass), residual);
  const Tensor transformed = output_(inner_(attended, options_.activation));
  return output_norm_(drop(transformed, options_.output_dropout, pass), attended);
}

Value EncoderLayer::draw(Graph& graph, const Value& x, const Value& mask,
                         const SharedDistances& shared) const {
  const Value context =
      draw_attention(graph, query_.draw(graph, x), key_.draw(graph, x), value_.draw(graph, x), mask,
                     options_.width, attention(shared, {}));
  const Value attended =
      attention_norm_.draw(graph, graph.node("Add", {attention_output_.draw(graph, context), x}));
  const Value inner = inner_.draw(graph, attended, options_.activation);
  return output_norm_.draw(graph, graph.node("Add", {output_.draw(graph, inner), attended}));
}

}  // namespace sempurna
