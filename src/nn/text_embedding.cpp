#include "nn/text_embedding.h"

#include <ATen/ATen.h>

#include <cmath>

#include "base/error.h"
#include "kernels/dropout.h"
#include "tensor/device.h"

namespace sempurna {
namespace {

void check_rows(const Tensor& ids, int64_t rows, std::string_view what) {
  if (ids.numel() == 0) return;
  const auto [least, most] = at::aminmax(ids);
  for (const int64_t id : {least.item<int64_t>(), most.item<int64_t>()}) {
    if (id < 0 || id >= rows) {
      throw Error(Code::InvalidArgument,
                  "a text has the {} {}, but the model knows 0 to {}; its tokenizer and its "
                  "weights do not belong together",
                  what, id, rows - 1);
    }
  }
}

Tensor positions(const ParameterSource& source, const TextEmbeddingOptions& options) {
  const std::vector<int64_t> shape = {options.positions, options.width};
  if (!options.sinusoidal)
    return source.parameter("weight", shape, Init::normal(options.deviation));
  const bool there = source.has("weight");
  Tensor table = source.buffer("weight", shape, 0);
  if (there) return table;
  const HostValues values(table);
  for (int64_t place = 0; place < options.positions; ++place) {
    float* row = values.data() + place * options.width;
    for (int64_t i = 0; i < options.width; ++i) {
      const double exponent = static_cast<double>(i / 2 * 2) / static_cast<double>(options.width);
      const double angle = static_cast<double>(place) / std::pow(10000, exponent);
      row[i] = static_cast<float>(i % 2 == 0 ? std::sin(angle) : std::cos(angle));
    }
  }
  values.store();
  return table;
}

}  // namespace

TextEmbedding::TextEmbedding(const ParameterSource& source, const TextEmbeddingOptions& options)
    : options_(options),
      words_(source.scope(options.words)
                 .parameter("weight", {options.vocabulary, options.width},
                            Init::normal(options.deviation))) {
  if (options.has_positions) positions_ = positions(source.scope("position_embeddings"), options);
  if (options.types > 0) {
    types_ =
        source.scope("token_type_embeddings")
            .parameter("weight", {options.types, options.width}, Init::normal(options.deviation));
  }
  norm_ = LayerNorm(source.scope(options.norm), options.width, options.norm_eps, options.norm_bias);
  // 0, 1, 2 … in checkpoints of some versions: of no use, but kept, so that what is saved has the
  // tensors of what was loaded.
  if (source.has("position_ids")) source.buffer("position_ids", {1, options.positions}, 0, true);
}

Tensor TextEmbedding::operator()(const Tensor& token_ids, const Tensor& positions,
                                 const Tensor& segments, const Pass& pass) const {
  check_rows(token_ids, options_.vocabulary, "token id");
  Tensor x = at::embedding(words_, token_ids);
  if (options_.adds_positions) x = x + at::embedding(positions_, positions);
  if (types_.defined()) {
    if (segments.defined()) {
      check_rows(segments, options_.types, "token type");
      x = x + at::embedding(types_, segments);
    } else {
      x = x + types_.select(0, 0);
    }
  }
  x = kernels::dropout(norm_(x), pass.backbone_rate(options_.dropout), pass.next_seed(),
                       pass.training);
  return pass.precision == Precision::Bf16 ? x.to(at::kBFloat16) : x;
}

Value TextEmbedding::draw(Graph& graph, const Value& token_ids, const Value& positions,
                          const Value& segments) const {
  const auto rows = [&](const Tensor& table, const Value& ids) {
    return graph.node("Gather", {graph.constant(table), ids}, {{"axis", 0}});
  };
  Value x = rows(words_, token_ids);
  if (options_.adds_positions) x = graph.node("Add", {x, rows(positions_, positions)});
  if (types_.defined()) {
    const Value type =
        has_segments() ? rows(types_, segments) : graph.constant(types_.select(0, 0));
    x = graph.node("Add", {x, type});
  }
  return norm_.draw(graph, x);
}

}  // namespace sempurna
