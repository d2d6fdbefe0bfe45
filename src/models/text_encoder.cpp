#include "models/text_encoder.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "catalog/families.h"

namespace sempurna {
namespace {

constexpr int64_t kMostParameters = int64_t{1} << 31;

constexpr EncoderLayerNames kBertNames = {.query = "attention.self.query",
                                          .key = "attention.self.key",
                                          .value = "attention.self.value",
                                          .attention_output = "attention.output.dense",
                                          .attention_norm = "attention.output.LayerNorm",
                                          .inner = "intermediate.dense",
                                          .output = "output.dense",
                                          .output_norm = "output.LayerNorm",
                                          .distances = "attention.self.distance_embedding"};

std::vector<std::string> older_names(std::string_view prefix, std::string_view name) {
  std::vector<std::string> names;
  const auto add_with_ending = [&](std::string_view ending, std::string_view older) {
    if (!name.ends_with(ending)) return;
    names.emplace_back(name.substr(0, name.size() - ending.size())) += older;
  };
  add_with_ending("LayerNorm.weight", "LayerNorm.gamma");
  add_with_ending("LayerNorm.bias", "LayerNorm.beta");
  if (name.starts_with(prefix)) {
    const size_t with_prefix = names.size();
    names.emplace_back(name.substr(prefix.size()));
    for (size_t i = 0; i < with_prefix; ++i) names.push_back(names[i].substr(prefix.size()));
  }
  return names;
}

RelativePositions relative_positions(const ConfigReader& config) {
  const std::string type = config.text("position_embedding_type", "absolute");
  if (type == "absolute") return RelativePositions::None;
  if (type == "relative_key") return RelativePositions::ByQuery;
  if (type == "relative_key_query") return RelativePositions::ByQueryAndKey;
  throw Error(Code::InvalidArgument,
              "config.json has '{}' for 'position_embedding_type'; absolute, relative_key and "
              "relative_key_query are known here",
              type);
}

/// The position of a text's first token.
int64_t position_offset(const ConfigReader& config) {
  const Family* family = find_family(config.text("model_type", ""));
  if (family == nullptr || !family->positions_after_padding) return 0;
  return config.count("pad_token_id", 0, kMostPositions, 1) + 1;
}

}  // namespace

int64_t max_tokens_of(const Json& config) {
  const ConfigReader reader(config);
  const Family* family = find_family(reader.text("model_type", ""));
  if (family != nullptr && !family->tokenizer) return kMostTokens;
  const int64_t positions = reader.count("max_position_embeddings", 1, kMostPositions);
  return std::max<int64_t>(1, positions - position_offset(reader));
}

TextEncoderConfig read_bert_config(const ConfigReader& config, std::string_view activation) {
  config.require("is_decoder", false);
  config.require("add_cross_attention", false);
  const double dropout = config.rate("hidden_dropout_prob", 0.1);
  TextEncoderConfig read;
  read.layers = config.count("num_hidden_layers", 1, kMostLayers);
  read.names = kBertNames;
  read.position_offset = position_offset(config);
  read.layer.width = config.count("hidden_size", 1, kMostWidth);
  read.layer.heads = config.count("num_attention_heads", 1, kMostWidth);
  read.layer.inner = config.count("intermediate_size", 1, kMostInner);
  read.layer.activation = config.activation("hidden_act", activation);
  read.layer.norm_eps = config.small("layer_norm_eps", 1e-12);
  read.layer.deviation = config.small("initializer_range", 0.02);
  read.layer.attention_dropout = config.rate("attention_probs_dropout_prob", 0.1);
  read.layer.attention_output_dropout = dropout;
  read.layer.output_dropout = dropout;
  read.embedding.vocabulary = config.count("vocab_size", 1, kMostTokens);
  read.embedding.positions = config.count("max_position_embeddings", 1, kMostPositions);
  read.layer.relative = relative_positions(config);
  read.layer.positions = read.embedding.positions;
  read.embedding.adds_positions = read.layer.relative == RelativePositions::None;
  read.embedding.types = config.count("type_vocab_size", 0, 1 << 10, 2);
  read.embedding.width = read.layer.width;
  read.embedding.norm_eps = read.layer.norm_eps;
  read.embedding.dropout = dropout;
  read.embedding.deviation = read.layer.deviation;
  return read;
}

void check_text_encoder(const TextEncoderConfig& config) {
  const auto& [embedding, layer, layers, names, offset] = config;
  if (layer.width % layer.heads != 0) {
    throw Error(Code::InvalidArgument,
                "config.json asks for {} attention heads over a width of {}; the heads must divide "
                "the width",
                layer.heads, layer.width);
  }
  if (embedding.positions <= offset) {
    throw Error(Code::InvalidArgument,
                "config.json has {} positions, the first {} of which hold no token; there must be "
                "more",
                embedding.positions, offset);
  }
  // Cannot overflow: each field is bounded where it is read.
  const int64_t parameters =
      (embedding.vocabulary + embedding.positions + embedding.types) * embedding.width +
      embedding.width * layer.width + layers * layer.width * (4 * layer.width + 2 * layer.inner) +
      layer.width * layer.width;
  if (parameters > kMostParameters) {
    throw Error(Code::InvalidArgument,
                "config.json describes a model of {} million parameters; at most {} million can be "
                "trained here",
                parameters / 1000000, kMostParameters / 1000000);
  }
}

ParameterSource text_source(const ModelRequest& request, std::string prefix) {
  ParameterSource source(request.checkpoint, request.seed, request.fresh_head, request.device);
  source.look_also_for(
      [prefix = prefix + "."](std::string_view name) { return older_names(prefix, name); });
  return source;
}

int64_t tokens_of_longest(const Batch& batch, int64_t most) {
  const Tensor lengths = batch.offsets.slice(0, 1) - batch.offsets.slice(0, 0, -1);
  const auto [least, largest] = at::aminmax(lengths);
  ensure(least.item<int64_t>() > 0, "each text has a token");
  const auto longest = largest.item<int64_t>();
  if (longest > most) {
    throw Error(Code::InvalidArgument,
                "a text has {} tokens, but the model reads at most {} (max_position_embeddings in "
                "config.json); shorten it or lower max_length",
                longest, most);
  }
  return longest;
}

Value draw_padding_mask(Graph& graph, const Value& there) {
  const Value ones = graph.node("Cast", {there}, {{"to", 1}});  // FLOAT
  const Value missing = graph.node("Sub", {ones, graph.number(1.0)});
  const Value below = graph.node("Mul", {missing, graph.number(1e9)});
  return graph.node("Unsqueeze", {below, graph.list({1, 2})});
}

TransformerEncoder::TransformerEncoder(const TextEncoderConfig& config, TextEmbedding embedding,
                                       std::optional<Linear> projection,
                                       std::vector<EncoderLayer> layers)
    : config_(config),
      embedding_(std::move(embedding)),
      projection_(std::move(projection)),
      layers_(std::move(layers)) {}

void TransformerEncoder::share(SharedDistances distances, std::optional<LayerNorm> norm) {
  distances_ = std::move(distances);
  distances_norm_ = std::move(norm);
}

SharedDistances TransformerEncoder::shared(int64_t length) const {
  SharedDistances shared = distances_.within(length);
  if (distances_norm_) shared.vectors = (*distances_norm_)(shared.vectors);
  if (shared.rows.defined()) shared.rows = on_device(shared.rows, words().device());
  return shared;
}

// RoBERTa counts a text's tokens from behind its padding's position, and has a padding token in the
// text itself stand there, uncounted.
Tensor TransformerEncoder::positions(const Batch& batch) const {
  if (config_.position_offset == 0) return batch.positions;
  const int64_t padding = config_.position_offset - 1;
  Tensor positions = batch.positions + config_.position_offset;
  const Tensor tokens = on_host(batch.token_ids);
  const auto* ids = tokens.data_ptr<int64_t>();
  if (std::find(ids, ids + tokens.numel(), padding) == ids + tokens.numel()) return positions;
  const auto* offsets = batch.offsets.data_ptr<int32_t>();
  const Tensor places = on_host(positions);
  auto* place = places.data_ptr<int64_t>();
  for (int64_t text = 0; text < batch.size(); ++text) {
    int64_t next = config_.position_offset;
    for (int32_t i = offsets[text]; i < offsets[text + 1]; ++i) {
      place[i] = ids[i] == padding ? padding : next++;
    }
  }
  return on_device(places, positions.device());
}

Tensor TransformerEncoder::operator()(const Batch& batch, const Tensor& rows,
                                      const Pass& pass) const {
  const SharedDistances shared = this->shared(tokens_of_longest(batch, max_tokens()));
  Tensor x = embedding_(batch.token_ids, positions(batch), batch.segments, pass);
  if (projection_) x = (*projection_)(x);
  for (size_t i = 0; i < layers_.size(); ++i) {
    x = layers_[i](x, batch.offsets, i + 1 == layers_.size() ? rows : Tensor(), pass, shared);
  }
  return x.to(at::kFloat);
}

Tensor TransformerEncoder::first_tokens(const Batch& batch, const Pass& pass) const {
  const Tensor rows = batch.offsets.slice(0, 0, -1).to(at::kLong);
  return (*this)(batch, on_device(rows, batch.token_ids.device()), pass);
}

Value TransformerEncoder::draw_positions(Graph& graph, const Value& token_ids) const {
  if (config_.position_offset == 0) {
    const Value shape = graph.node("Shape", {token_ids});
    const Value length = graph.node("Gather", {shape, graph.number(int64_t{1})}, {{"axis", 0}});
    return graph.node("Range", {graph.number(int64_t{0}), length, graph.number(int64_t{1})});
  }
  const Value padding = graph.number(config_.position_offset - 1);
  const Value counted = graph.node("Not", {graph.node("Equal", {token_ids, padding})});
  const Value ones = graph.node("Cast", {counted}, {{"to", 7}});  // INT64
  const Value so_far = graph.node("CumSum", {ones, graph.number(int64_t{1})});
  return graph.node("Add", {graph.node("Mul", {so_far, ones}), padding});
}

Value TransformerEncoder::draw_first_tokens(Graph& graph) const {
  const std::vector<GraphDimension> shape = {"batch", "length"};
  const Value token_ids = graph.input("input_ids", at::kLong, shape);
  const Value there = graph.input("attention_mask", at::kLong, shape);
  const Value segments =
      embedding_.has_segments() ? graph.input("token_type_ids", at::kLong, shape) : Value{};
  Value x = embedding_.draw(graph, token_ids, draw_positions(graph, token_ids), segments);
  if (projection_) x = projection_->draw(graph, x);
  const Value mask = draw_padding_mask(graph, there);
  const SharedDistances shared = this->shared(max_tokens());
  for (const EncoderLayer& layer : layers_) x = layer.draw(graph, x, mask, shared);
  return graph.node("Gather", {x, graph.number(int64_t{0})}, {{"axis", 1}});
}

TransformerEncoder bert_encoder(const ParameterSource& source, const TextEncoderConfig& config) {
  TextEmbedding embedding(source.scope("embeddings"), config.embedding);
  std::optional<Linear> projection;
  if (config.embedding.width != config.layer.width) {
    projection = Linear(source.scope("embeddings_project"), config.embedding.width,
                        config.layer.width, Init::normal(config.layer.deviation));
  }
  std::vector<EncoderLayer> layers;
  for (int64_t i = 0; i < config.layers; ++i) {
    layers.emplace_back(source.scope("encoder.layer." + std::to_string(i)), config.layer,
                        config.names);
  }
  return {config, std::move(embedding), std::move(projection), std::move(layers)};
}

}  // namespace sempurna
