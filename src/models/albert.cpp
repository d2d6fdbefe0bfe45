#include "models/albert.h"

#include <utility>

#include "base/error.h"
#include "models/pooled_classifier.h"

namespace sempurna {
namespace {

constexpr EncoderLayerNames kNames = {.query = "attention.query",
                                      .key = "attention.key",
                                      .value = "attention.value",
                                      .attention_output = "attention.dense",
                                      .attention_norm = "attention.LayerNorm",
                                      .inner = "ffn",
                                      .output = "ffn_output",
                                      .output_norm = "full_layer_layer_norm",
                                      .distances = "attention.distance_embedding"};

struct AlbertConfig {
  TextEncoderConfig encoder;
  int64_t groups = 1;  ///< sets of weights, each used by a run of layers
  int64_t inner = 1;   ///< layers of a group
};

AlbertConfig read_config(const ConfigReader& config) {
  AlbertConfig read;
  read.encoder = read_bert_config(config, "gelu_new");
  // The family drops attention weights, attention output and embedding, nothing else.
  read.encoder.layer.output_dropout.reset();
  read.encoder.embedding.width = config.count("embedding_size", 1, kMostWidth, 128);
  read.groups = config.count("num_hidden_groups", 1, read.encoder.layers, 1);
  read.inner = config.count("inner_group_num", 1, kMostLayers / read.encoder.layers, 1);
  return read;
}

TransformerEncoder encoder(const ParameterSource& source, const AlbertConfig& config) {
  const TextEncoderConfig& encoder = config.encoder;
  TextEmbedding embedding(source.scope("embeddings"), encoder.embedding);
  Linear projection(source.scope("encoder.embedding_hidden_mapping_in"), encoder.embedding.width,
                    encoder.layer.width, Init::normal(encoder.layer.deviation));
  std::vector<EncoderLayer> shared;
  for (int64_t group = 0; group < config.groups; ++group) {
    for (int64_t i = 0; i < config.inner; ++i) {
      shared.emplace_back(source.scope("encoder.albert_layer_groups." + std::to_string(group) +
                                       ".albert_layers." + std::to_string(i)),
                          encoder.layer, kNames);
    }
  }
  std::vector<EncoderLayer> used;
  for (int64_t layer = 0; layer < encoder.layers; ++layer) {
    // In floating point, as the reference has it: the two differ where groups do not divide layers.
    const double run = static_cast<double>(encoder.layers) / static_cast<double>(config.groups);
    const auto group = static_cast<int64_t>(static_cast<double>(layer) / run);
    for (int64_t i = 0; i < config.inner; ++i) used.push_back(shared[group * config.inner + i]);
  }
  return {encoder, std::move(embedding), std::move(projection), std::move(used)};
}

}  // namespace

std::unique_ptr<Model> build_albert(const ModelRequest& request) {
  const AlbertConfig config = read_config(ConfigReader(request.config));
  check_text_encoder(config.encoder);
  const ParameterSource source = text_source(request, "albert");
  TransformerEncoder layers = encoder(source.scope("albert"), config);
  return build_pooled_classifier(source, "albert.pooler", config.encoder.layer, std::move(layers),
                                 request.classes);
}

}  // namespace sempurna
