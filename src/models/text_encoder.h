#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/batch.h"
#include "models/config_reader.h"
#include "models/model.h"
#include "nn/encoder_layer.h"
#include "nn/text_embedding.h"

namespace sempurna {

// The largest sizes that a config.json may ask for, well beyond what exists.
constexpr int64_t kMostTokens = 1 << 24;
constexpr int64_t kMostPositions = 1 << 20;
constexpr int64_t kMostWidth = 1 << 16;
constexpr int64_t kMostInner = 1 << 18;
constexpr int64_t kMostLayers = 512;

/// What the text families' config.json say of the encoder, under whichever names.
struct TextEncoderConfig {
  TextEmbeddingOptions embedding;
  EncoderLayerOptions layer;
  int64_t layers = 0;
  EncoderLayerNames names;
  int64_t position_offset = 0;  ///< position of a text's first token
};

/// What Model::max_tokens() of a text family's model will be, from its config.json alone; at least
/// 1, and of a family that reads no tokens as many as can be. Throws InvalidArgument naming the
/// field.
int64_t max_tokens_of(const Json& config);

/// From config.json with BERT's field names. Throws InvalidArgument naming the field.
/// `activation` is the family's default.
TextEncoderConfig read_bert_config(const ConfigReader& config,
                                   std::string_view activation = "gelu");

/// Refuses what cannot be: heads that do not divide the width, a model beyond 2^31 parameters.
void check_text_encoder(const TextEncoderConfig& config);

/// Where a text model's tensors come from. Older checkpoints are understood: LayerNorm's weight and
/// bias as gamma and beta, and encoders saved alone, without the family's `prefix` and a dot.
ParameterSource text_source(const ModelRequest& request, std::string prefix);

/// The tokens of the batch's longest text. Throws InvalidArgument where they are more than `most`.
int64_t tokens_of_longest(const Batch& batch, int64_t most);

/// Of "attention_mask" [B, T] int64, what draw_attention() adds: nothing for tokens, and for
/// padding so little that nothing of it is left behind the softmax.
Value draw_padding_mask(Graph& graph, const Value& there);

/// Embedding and layers, over packed texts.
class TransformerEncoder {
 public:
  /// The layers in the order of their use, shared ones repeated; the projection stands between
  /// embedding and layers where their widths differ.
  TransformerEncoder(const TextEncoderConfig& config, TextEmbedding embedding,
                     std::optional<Linear> projection, std::vector<EncoderLayer> layers);
  /// Its layers share these distances, of max_tokens() positions; with a norm of their vectors.
  void share(SharedDistances distances, std::optional<LayerNorm> norm = {});

  /// The last layer's output at `rows` [R] of the batch's tokens: [R, D] fp32.
  /// Throws InvalidArgument for a text longer than max_tokens().
  Tensor operator()(const Batch& batch, const Tensor& rows, const Pass& pass) const;
  /// The same at each text's first token, [B, D] fp32.
  Tensor first_tokens(const Batch& batch, const Pass& pass) const;

  /// The last layer's output at each text's first token, [B, D]; with the inputs of texts.
  Value draw_first_tokens(Graph& graph) const;

  int64_t max_tokens() const { return config_.embedding.positions - config_.position_offset; }
  /// The token embedding [V, E], which a language model's output shares.
  const Tensor& words() const { return embedding_.words(); }

 private:
  Tensor positions(const Batch& batch) const;
  Value draw_positions(Graph& graph, const Value& token_ids) const;
  SharedDistances shared(int64_t length) const;

  TextEncoderConfig config_;
  TextEmbedding embedding_;
  std::optional<Linear> projection_;
  std::vector<EncoderLayer> layers_;
  SharedDistances distances_;
  std::optional<LayerNorm> distances_norm_;
};

/// "embeddings", "embeddings_project" where needed, "encoder.layer.0" … below `source`, as BERT and
/// those after it have them.
TransformerEncoder bert_encoder(const ParameterSource& source, const TextEncoderConfig& config);

}  // namespace sempurna
