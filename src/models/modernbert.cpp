#include "models/modernbert.h"

#include <ATen/ATen.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "kernels/dropout.h"
#include "models/text_encoder.h"
#include "nn/gated_layer.h"

namespace sempurna {
namespace {

constexpr double kMostTheta = 1e9;

enum class Pooling { FirstToken, Mean };

/// How a layer's tokens see each other.
enum class View { Window, WholeText };
constexpr int64_t kViews = 2;

struct ModernBertConfig {
  TextEncoderConfig text;
  GatedLayerOptions layer;
  std::vector<View> views;    ///< of each layer
  double theta[kViews] = {};  ///< of each view's rotary positions
  int64_t reach = 0;          ///< tokens that a window has to each side
  Pooling pooling = Pooling::FirstToken;
  Bias head_bias = Bias::None;
  kernels::Activation head_activation = kernels::Activation::Gelu;
};

Bias bias(const ConfigReader& config, std::string_view field) {
  return config.flag(field, false) ? Bias::Learnt : Bias::None;
}

/// transformers' fifth version says of each layer what it sees; before, of every so many layers the
/// first saw the whole text.
std::vector<View> read_views(const Json& json, const ConfigReader& config, int64_t layers) {
  std::vector<View> views;
  const auto types = json.find("layer_types");
  if (types == json.end() || types->is_null()) {
    const int64_t every = config.count("global_attn_every_n_layers", 1, kMostLayers, 3);
    for (int64_t i = 0; i < layers; ++i)
      views.push_back(i % every == 0 ? View::WholeText : View::Window);
    return views;
  }
  const bool fits = types->is_array() && std::ssize(*types) == layers;
  for (const Json& type : fits ? *types : Json::array()) {
    if (type != "full_attention" && type != "sliding_attention") break;
    views.push_back(type == "full_attention" ? View::WholeText : View::Window);
  }
  if (std::ssize(views) == layers) return views;
  throw Error(Code::InvalidArgument,
              "config.json has {} for 'layer_types', which must be full_attention or "
              "sliding_attention for each of the {} layers",
              to_line(*types).substr(0, 60), layers);
}

/// The base of a view's rotary positions, of either version's config.json.
double read_theta(const Json& json, const ConfigReader& config, const char* type,
                  std::string_view older, double missing) {
  const double by_older = config.number(older, 1, kMostTheta, missing);
  const auto parameters = json.find("rope_parameters");
  if (parameters == json.end() || !parameters->is_object()) return by_older;
  const auto found = parameters->find(type);
  if (found == parameters->end() || found->is_null()) return by_older;
  const ConfigReader own(*found);
  own.require("rope_type", "default");
  return own.number("rope_theta", 1, kMostTheta, by_older);
}

ModernBertConfig read_config(const Json& json) {
  const ConfigReader config(json);
  ModernBertConfig read;
  TextEncoderConfig& text = read.text;
  text.layers = config.count("num_hidden_layers", 1, kMostLayers, 22);
  text.layer.width = config.count("hidden_size", 1, kMostWidth);
  text.layer.heads = config.count("num_attention_heads", 1, kMostWidth);
  // Of the gate as well.
  text.layer.inner = config.count("intermediate_size", 1, kMostInner);
  text.layer.activation = config.activation("hidden_activation", "gelu");
  text.layer.norm_eps = config.small("norm_eps", 1e-5);
  text.layer.deviation = config.small("initializer_range", 0.02);
  text.embedding.vocabulary = config.count("vocab_size", 1, kMostTokens);
  text.embedding.positions = config.count("max_position_embeddings", 1, kMostPositions);
  text.embedding.width = text.layer.width;
  text.embedding.has_positions = false;
  text.embedding.adds_positions = false;
  text.embedding.norm_eps = text.layer.norm_eps;
  text.embedding.norm_bias = bias(config, "norm_bias");
  text.embedding.dropout = config.rate("embedding_dropout", 0);
  text.embedding.deviation = text.layer.deviation;
  text.embedding.words = "tok_embeddings";
  text.embedding.norm = "norm";
  check_text_encoder(text);
  if (text.layer.width / text.layer.heads % 2 != 0) {
    throw Error(Code::InvalidArgument,
                "config.json asks for heads of width {}, but rotary positions need an even one",
                text.layer.width / text.layer.heads);
  }
  read.views = read_views(json, config, text.layers);
  config.require("rope_scaling", nullptr);
  const double whole = read_theta(json, config, "full_attention", "global_rope_theta", 160000);
  read.theta[static_cast<size_t>(View::WholeText)] = whole;
  // transformers' fourth version takes null for the other's, and nothing for its own default.
  constexpr auto kWindows = "local_rope_theta";
  const bool as_whole = json.contains(kWindows) && json.at(kWindows).is_null();
  read.theta[static_cast<size_t>(View::Window)] =
      read_theta(json, config, "sliding_attention", kWindows, as_whole ? whole : 10000);
  read.reach = config.count("local_attention", 2, kMostPositions, 128) / 2;
  read.layer = {
      .width = text.layer.width,
      .heads = text.layer.heads,
      .inner = text.layer.inner,
      .activation = text.layer.activation,
      .norm_eps = text.layer.norm_eps,
      .deviation = text.layer.deviation,
      .output_deviation = text.layer.deviation / std::sqrt(2.0 * static_cast<double>(text.layers)),
      .attention_bias = bias(config, "attention_bias"),
      .inner_bias = bias(config, "mlp_bias"),
      .norm_bias = text.embedding.norm_bias,
      .attention_dropout = config.rate("attention_dropout", 0),
      .inner_dropout = config.rate("mlp_dropout", 0)};
  read.head_bias = bias(config, "classifier_bias");
  read.head_activation = config.activation("classifier_activation", "gelu");
  const std::string pooling = config.text("classifier_pooling", "cls");
  if (pooling != "cls" && pooling != "mean") {
    throw Error(Code::InvalidArgument,
                "config.json has '{}' for 'classifier_pooling', which must be cls or mean",
                pooling);
  }
  read.pooling = pooling == "mean" ? Pooling::Mean : Pooling::FirstToken;
  return read;
}

/// [B, D] the mean of x [N, D] over each text's tokens.
Tensor mean_of_texts(const Tensor& x, const Tensor& offsets) {
  const Tensor lengths = (offsets.slice(0, 1) - offsets.slice(0, 0, -1)).to(at::kLong);
  const Tensor text = on_device(at::repeat_interleave(lengths), x.device());
  const Tensor sums = at::zeros({lengths.size(0), x.size(1)}, x.options().requires_grad(false));
  return sums.index_add(0, text, x) / on_device(lengths, x.device()).unsqueeze(1);
}

class ModernBert final : public Model {
 public:
  ModernBert(const ParameterSource& source, const ModernBertConfig& config, int64_t classes)
      : config_(config),
        rotary_{rotary(View::Window), rotary(View::WholeText)},
        embedding_(source.scope("model.embeddings"), config.text.embedding),
        pooler_is_head_(!source.scope("head.dense").has("weight")) {
    const GatedLayerOptions& layer = config.layer;
    const ParameterSource encoder = source.scope("model");
    const auto norm = [&](const ParameterSource& at) {
      return LayerNorm(at, layer.width, layer.norm_eps, layer.norm_bias);
    };
    for (int64_t i = 0; i < config.text.layers; ++i) {
      GatedLayerOptions options = layer;
      options.norms_input = i > 0;
      layers_.emplace_back(encoder.scope("layers." + std::to_string(i)), options);
    }
    last_norm_ = norm(encoder.scope("final_norm"));
    const ParameterSource pooler = pooler_is_head_ ? source.head() : source;
    pooler_ = Linear(pooler.scope("head.dense"), layer.width, layer.width,
                     Init::normal(layer.output_deviation), WeightShape::Matrix, config.head_bias);
    pooler_norm_ = norm(pooler.scope("head.norm"));
    classifier_ = Linear(source.head().scope("classifier"), layer.width, classes,
                         Init::normal(1 / std::sqrt(static_cast<double>(layer.width))));
    parameters_ = source.asked();
  }

  Tensor features(const Batch& batch, const Pass& pass) override {
    const Tensor text = encode(batch, pass);
    return pooler_is_head_ ? text : pooled(text);
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const Tensor x = pooler_is_head_ ? pooled(features) : features;
    return classifier_(kernels::dropout(x, pass.head_dropout, pass.next_seed(), pass.training));
  }

  Tensor classification_weight() const override { return classifier_.weight(); }
  int64_t max_tokens() const override { return config_.text.embedding.positions; }

  Value draw_logits(Graph& graph) const override {
    const std::vector<GraphDimension> shape = {"batch", "length"};
    const Value token_ids = graph.input("input_ids", at::kLong, shape);
    const Value there = graph.input("attention_mask", at::kLong, shape);
    const Value mask = draw_padding_mask(graph, there);
    const DrawnRotation rotations[] = {rotary_[0].draw(graph, token_ids),
                                       rotary_[1].draw(graph, token_ids)};
    Value x = embedding_.draw(graph, token_ids, {}, {});
    const SharedDistances views[] = {window(max_tokens()), {}};
    for (size_t i = 0; i < layers_.size(); ++i) {
      const auto view = static_cast<size_t>(config_.views[i]);
      x = layers_[i].draw(graph, x, mask, rotations[view], views[view]);
    }
    x = draw_pooled(graph, last_norm_.draw(graph, x), there);
    x = pooler_norm_.draw(graph, pooler_.draw(graph, x, config_.head_activation));
    return classifier_.draw(graph, x);
  }

 private:
  RotaryPositions rotary(View view) const {
    return {config_.layer.width / config_.layer.heads, config_.theta[static_cast<size_t>(view)]};
  }

  /// What limits the layers with a window in texts of at most this length.
  SharedDistances window(int64_t longest) const {
    if (longest <= config_.reach + 1) return {};
    SharedDistances window = window_distances(longest, config_.reach);
    window.rows = on_device(window.rows, embedding_.words().device());
    window.biases = on_device(window.biases, embedding_.words().device());
    return window;
  }

  /// [B, D] fp32, of each text its first token's state or the mean of all its tokens'.
  Tensor encode(const Batch& batch, const Pass& pass) const {
    const int64_t longest = tokens_of_longest(batch, max_tokens());
    const Rotation rotations[] = {rotary_[0].at(batch.positions), rotary_[1].at(batch.positions)};
    const SharedDistances views[] = {window(longest), {}};
    const bool all = config_.pooling == Pooling::Mean;
    const Tensor firsts =
        on_device(batch.offsets.slice(0, 0, -1).to(at::kLong), batch.token_ids.device());
    Tensor x = embedding_(batch.token_ids, {}, {}, pass);
    for (size_t i = 0; i < layers_.size(); ++i) {
      const auto view = static_cast<size_t>(config_.views[i]);
      const bool is_last = i + 1 == layers_.size();
      x = layers_[i](x, batch.offsets, is_last && !all ? firsts : Tensor(), rotations[view],
                     views[view], pass);
    }
    x = last_norm_(x).to(at::kFloat);
    return all ? mean_of_texts(x, batch.offsets) : x;
  }

  Tensor pooled(const Tensor& text) const {
    return pooler_norm_(pooler_(text, config_.head_activation));
  }

  Value draw_pooled(Graph& graph, const Value& x, const Value& there) const {
    if (config_.pooling == Pooling::FirstToken)
      return graph.node("Gather", {x, graph.number(int64_t{0})}, {{"axis", 1}});
    const Value ones = graph.node("Cast", {there}, {{"to", 1}});  // FLOAT
    const Value kept = graph.node("Mul", {x, graph.node("Unsqueeze", {ones, graph.list({2})})});
    const auto sum = [&](const Value& of, int64_t keep) {
      return graph.node("ReduceSum", {of, graph.list({1})}, {{"keepdims", keep}});
    };
    return graph.node("Div", {sum(kept, 0), sum(ones, 1)});
  }

  ModernBertConfig config_;
  RotaryPositions rotary_[kViews];
  TextEmbedding embedding_;
  bool pooler_is_head_;
  std::vector<GatedLayer> layers_;
  LayerNorm last_norm_;
  Linear pooler_;
  LayerNorm pooler_norm_;
  Linear classifier_;
};

}  // namespace

std::unique_ptr<Model> build_modernbert(const ModelRequest& request) {
  return std::make_unique<ModernBert>(text_source(request, "model"), read_config(request.config),
                                      request.classes);
}

}  // namespace sempurna
