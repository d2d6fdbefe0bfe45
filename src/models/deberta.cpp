#include "models/deberta.h"

#include <utility>

#include "base/error.h"
#include "models/pooled_classifier.h"

namespace sempurna {
namespace {

constexpr EncoderLayerNames kNames = {.query = "attention.self.query_proj",
                                      .key = "attention.self.key_proj",
                                      .value = "attention.self.value_proj",
                                      .attention_output = "attention.output.dense",
                                      .attention_norm = "attention.output.LayerNorm",
                                      .inner = "intermediate.dense",
                                      .output = "output.dense",
                                      .output_norm = "output.LayerNorm",
                                      .distances = {}};

struct DebertaConfig {
  TextEncoderConfig encoder;
  int64_t buckets = 0;   ///< 0: each distance for itself
  int64_t farthest = 0;  ///< beyond it all distances are alike
  kernels::Activation pooler = kernels::Activation::Gelu;
};

/// Refuses all but attention by both views: "c2p|p2c" or a list of the two.
void check_views(const Json& config) {
  const auto found = config.find("pos_att_type");
  if (found != config.end() && (*found == "c2p|p2c" || *found == "p2c|c2p" ||
                                *found == Json({"c2p", "p2c"}) || *found == Json({"p2c", "c2p"})))
    return;
  throw Error(Code::InvalidArgument,
              "config.json has {} for 'pos_att_type'; only c2p and p2c together are known here",
              found == config.end() ? "nothing" : to_line(*found).substr(0, 60));
}

DebertaConfig read_config(const Json& json) {
  const ConfigReader config(json);
  DebertaConfig read;
  read.encoder = read_bert_config(config);
  config.require("position_embedding_type", "absolute");
  config.require("conv_kernel_size", 0);
  if (!config.flag("relative_attention", false) || !config.flag("share_att_key", false)) {
    throw Error(Code::InvalidArgument,
                "config.json has false for 'relative_attention' or 'share_att_key'; DeBERTa is "
                "known here with both");
  }
  check_views(json);
  const std::string norm = config.text("norm_rel_ebd", "none");
  if (norm != "layer_norm") {
    throw Error(Code::InvalidArgument,
                "config.json has '{}' for 'norm_rel_ebd', which must be layer_norm", norm);
  }
  TextEncoderConfig& encoder = read.encoder;
  encoder.names = kNames;
  encoder.embedding.types = config.count("type_vocab_size", 0, 1 << 10, 0);
  encoder.embedding.has_positions = config.flag("position_biased_input", true);
  encoder.embedding.adds_positions = encoder.embedding.has_positions;
  const int64_t width = config.count("embedding_size", 1, kMostWidth, encoder.layer.width);
  config.require("pooler_hidden_size", encoder.layer.width);
  if (width != encoder.layer.width) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for 'embedding_size', which must be 'hidden_size', {}", width,
                encoder.layer.width);
  }
  read.farthest = config.count("max_relative_positions", -1, kMostPositions, -1);
  if (read.farthest < 1) read.farthest = encoder.embedding.positions;
  read.buckets = std::max<int64_t>(0, config.count("position_buckets", -1, kMostPositions, -1));
  if (read.buckets > 0 && (read.buckets < 4 || read.farthest <= read.buckets)) {
    throw Error(Code::InvalidArgument,
                "config.json has {} for 'position_buckets', which must be 4 or more and fewer than "
                "the {} distances that are told apart",
                read.buckets, read.farthest);
  }
  read.pooler = config.activation("pooler_hidden_act", "gelu");
  return read;
}

}  // namespace

std::unique_ptr<Model> build_deberta(const ModelRequest& request) {
  const DebertaConfig config = read_config(request.config);
  const EncoderLayerOptions& layer = config.encoder.layer;
  check_text_encoder(config.encoder);
  const ParameterSource source = text_source(request, "deberta");
  TransformerEncoder encoder = bert_encoder(source.scope("deberta"), config.encoder);
  const int64_t span = config.buckets > 0 ? config.buckets : config.farthest;
  SharedDistances distances;
  distances.rows = vector_distances(encoder.max_tokens(), config.buckets, config.farthest, span);
  distances.vectors =
      source.scope("deberta.encoder.rel_embeddings")
          .parameter("weight", {2 * span, layer.width}, Init::normal(layer.deviation));
  encoder.share(std::move(distances),
                LayerNorm(source.scope("deberta.encoder.LayerNorm"), layer.width, layer.norm_eps));
  return build_pooled_classifier(source, "pooler.dense", layer, std::move(encoder), request.classes,
                                 config.pooler);
}

}  // namespace sempurna
