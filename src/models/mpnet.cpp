#include "models/mpnet.h"

#include <utility>

#include "models/first_token_classifier.h"

namespace sempurna {
namespace {

// transformers reckons with so many, whatever config.json says.
constexpr int64_t kBuckets = 32;

constexpr EncoderLayerNames kNames = {.query = "attention.attn.q",
                                      .key = "attention.attn.k",
                                      .value = "attention.attn.v",
                                      .attention_output = "attention.attn.o",
                                      .attention_norm = "attention.LayerNorm",
                                      .inner = "intermediate.dense",
                                      .output = "output.dense",
                                      .output_norm = "output.LayerNorm",
                                      .distances = {}};

TextEncoderConfig read_config(const ConfigReader& config) {
  config.require("relative_attention_num_buckets", kBuckets);
  config.require("position_embedding_type", "absolute");
  TextEncoderConfig read = read_bert_config(config);
  read.names = kNames;
  read.embedding.types = 0;
  return read;
}

}  // namespace

std::unique_ptr<Model> build_mpnet(const ModelRequest& request) {
  const TextEncoderConfig config = read_config(ConfigReader(request.config));
  check_text_encoder(config);
  const ParameterSource source = text_source(request, "mpnet");
  TransformerEncoder encoder = bert_encoder(source.scope("mpnet"), config);
  SharedDistances distances;
  distances.rows = biased_distances(encoder.max_tokens(), kBuckets);
  distances.biases = source.scope("mpnet.encoder.relative_attention_bias")
                         .parameter("weight", {kBuckets, config.layer.heads},
                                    Init::normal(config.layer.deviation));
  encoder.share(std::move(distances));
  return build_first_token_classifier(source, config.layer, std::move(encoder), request.classes,
                                      kernels::Activation::Tanh);
}

}  // namespace sempurna
