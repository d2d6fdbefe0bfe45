#pragma once

#include <cstdint>
#include <string_view>

#include "nn/graph.h"
#include "nn/layer_norm.h"
#include "nn/parameters.h"
#include "nn/pass.h"

namespace sempurna {

struct TextEmbeddingOptions {
  int64_t vocabulary = 0;
  int64_t positions = 0;
  bool has_positions = true;   ///< false: there is no table of them
  bool adds_positions = true;  ///< false: the layers have relative positions
  bool sinusoidal = false;     ///< positions that are never trained (Vaswani et al. 2017, 3.5)
  int64_t types = 0;           ///< 0: the family knows no token types
  int64_t width = 0;
  double norm_eps = 1e-12;
  double dropout = 0;       ///< the checkpoint's own rate
  double deviation = 0.02;  ///< of fresh tables
  Bias norm_bias = Bias::Learnt;
  // Names of tensors in which families differ.
  std::string_view words = "word_embeddings";
  std::string_view norm = "LayerNorm";
};

/// What a text is before the first layer: the sum of its tokens', positions' and token types' rows,
/// normalised. Tensors, but for other names of the first and the last: "word_embeddings",
/// "position_embeddings", "token_type_embeddings", "LayerNorm". Source: Devlin et al. 2019,
/// section 3.
class TextEmbedding {
 public:
  TextEmbedding(const ParameterSource& source, const TextEmbeddingOptions& options);

  /// token_ids, positions, segments [N] int64, segments undefined: all zero. The result is [N, D],
  /// in the pass's precision. Throws InvalidArgument for a token or segment that has no row.
  Tensor operator()(const Tensor& token_ids, const Tensor& positions, const Tensor& segments,
                    const Pass& pass) const;

  /// token_ids and segments [B, T] int64, positions [B, T] or [T]; segments are not read where
  /// there is one type only. The result is [B, T, D].
  Value draw(Graph& graph, const Value& token_ids, const Value& positions,
             const Value& segments) const;
  /// Whether texts have segments.
  bool has_segments() const { return options_.types > 1; }

  /// [V, D], which a language model's output shares.
  const Tensor& words() const { return words_; }

 private:
  TextEmbeddingOptions options_;
  Tensor words_;
  Tensor positions_;
  Tensor types_;
  LayerNorm norm_;
};

}  // namespace sempurna
