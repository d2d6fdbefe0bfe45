#include "models/distilbert.h"

#include <utility>

#include "kernels/dropout.h"
#include "models/text_encoder.h"

namespace sempurna {
namespace {

constexpr EncoderLayerNames kNames = {.query = "attention.q_lin",
                                      .key = "attention.k_lin",
                                      .value = "attention.v_lin",
                                      .attention_output = "attention.out_lin",
                                      .attention_norm = "sa_layer_norm",
                                      .inner = "ffn.lin1",
                                      .output = "ffn.lin2",
                                      .output_norm = "output_layer_norm",
                                      .distances = {}};

TextEncoderConfig read_config(const ConfigReader& config) {
  const double dropout = config.rate("dropout", 0.1);
  TextEncoderConfig read;
  read.layers = config.count("n_layers", 1, kMostLayers);
  read.layer.width = config.count("dim", 1, kMostWidth);
  read.layer.heads = config.count("n_heads", 1, kMostWidth);
  read.layer.inner = config.count("hidden_dim", 1, kMostInner);
  read.layer.activation = config.activation("activation", "gelu");
  read.layer.deviation = config.small("initializer_range", 0.02);
  read.layer.attention_dropout = config.rate("attention_dropout", 0.1);
  read.layer.output_dropout = dropout;
  read.embedding.vocabulary = config.count("vocab_size", 1, kMostTokens);
  read.embedding.positions = config.count("max_position_embeddings", 1, kMostPositions);
  read.embedding.sinusoidal = config.flag("sinusoidal_pos_embds", false);
  read.embedding.width = read.layer.width;
  read.embedding.dropout = dropout;
  read.embedding.deviation = read.layer.deviation;
  return read;
}

TransformerEncoder encoder(const ParameterSource& source, const TextEncoderConfig& config) {
  TextEmbedding embedding(source.scope("embeddings"), config.embedding);
  std::vector<EncoderLayer> layers;
  for (int64_t i = 0; i < config.layers; ++i) {
    layers.emplace_back(source.scope("transformer.layer." + std::to_string(i)), config.layer,
                        kNames);
  }
  return {config, std::move(embedding), std::nullopt, std::move(layers)};
}

class DistilBert final : public Model {
 public:
  DistilBert(const ParameterSource& source, const TextEncoderConfig& config, int64_t classes)
      : encoder_(encoder(source.scope("distilbert"), config)),
        pre_classifier_(source.head().scope("pre_classifier"), config.layer.width,
                        config.layer.width, Init::normal(config.layer.deviation)),
        classifier_(source.head().scope("classifier"), config.layer.width, classes,
                    Init::normal(config.layer.deviation)) {
    parameters_ = source.asked();
  }

  Tensor features(const Batch& batch, const Pass& pass) override {
    return encoder_.first_tokens(batch, pass);
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const Tensor inner = pre_classifier_(features, kernels::Activation::Relu);
    return classifier_(kernels::dropout(inner, pass.head_dropout, pass.next_seed(), pass.training));
  }

  Tensor classification_weight() const override { return classifier_.weight(); }
  int64_t max_tokens() const override { return encoder_.max_tokens(); }

  Value draw_logits(Graph& graph) const override {
    const Value first = encoder_.draw_first_tokens(graph);
    return classifier_.draw(graph, pre_classifier_.draw(graph, first, kernels::Activation::Relu));
  }

 private:
  TransformerEncoder encoder_;
  Linear pre_classifier_;
  Linear classifier_;
};

}  // namespace

std::unique_ptr<Model> build_distilbert(const ModelRequest& request) {
  const TextEncoderConfig config = read_config(ConfigReader(request.config));
  check_text_encoder(config);
  return std::make_unique<DistilBert>(text_source(request, "distilbert"), config, request.classes);
}

}  // namespace sempurna
