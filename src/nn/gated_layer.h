#pragma once

#include <cstdint>
#include <optional>

#include "kernels/activation.h"
#include "kernels/attention.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "nn/parameters.h"
#include "nn/pass.h"
#include "nn/rotary_positions.h"
#include "nn/shared_distances.h"

namespace sempurna {

struct GatedLayerOptions {
  int64_t width = 0;  ///< D
  int64_t heads = 0;  ///< H; a head's width D / H is even
  int64_t inner = 0;  ///< width between the two feed-forward layers
  kernels::Activation activation = kernels::Activation::Gelu;
  double norm_eps = 1e-5;
  double deviation = 0.02;         ///< of fresh weights
  double output_deviation = 0.02;  ///< of those whose output is added to what comes in
  bool norms_input = true;         ///< false: the embedding before it has a norm of its own
  Bias attention_bias = Bias::None;
  Bias inner_bias = Bias::None;
  Bias norm_bias = Bias::None;
  // The checkpoint's own dropout rates.
  double attention_dropout = 0;
  double inner_dropout = 0;
};

/// One pre-norm transformer layer over packed texts as ModernBERT has it (Warner et al. 2024,
/// arXiv:2412.13663): rotary positions, and a feed-forward layer one half of which gates the other
/// (Shazeer 2020, arXiv:2002.05202). Tensors: "attn_norm", "attn.Wqkv", "attn.Wo", "mlp_norm",
/// "mlp.Wi", "mlp.Wo".
class GatedLayer {
 public:
  GatedLayer(const ParameterSource& source, const GatedLayerOptions& options);

  /// x [N, D], fp32 or bf16; offsets [B + 1] int32. With `rows` [R] int64 the result is only these
  /// rows, [R, D]. `seen` has biases by distance, of texts at least as long as the longest, or
  /// nothing: then all tokens of a text see each other alike.
  Tensor operator()(const Tensor& x, const Tensor& offsets, const Tensor& rows,
                    const Rotation& rotation, const SharedDistances& seen, const Pass& pass) const;
  /// x [B, T, D]; `mask` as draw_attention() has it.
  Value draw(Graph& graph, const Value& x, const Value& mask, const DrawnRotation& rotation,
             const SharedDistances& seen) const;

 private:
  /// Of a fused layer that is asked for its parts.
  struct Fused {
    Tensor weight;
    Tensor bias;
    /// Rows `from` to `from + count`, with their biases.
    Fused part(int64_t from, int64_t count) const;
  };
  static Fused fused(const ParameterSource& source, int64_t in, int64_t out, Init init, Bias bias);
  /// Without dropout.
  kernels::AttentionOptions attention(const SharedDistances& seen) const;

  GatedLayerOptions options_;
  std::optional<LayerNorm> attention_norm_;
  Fused query_key_value_;
  Linear attention_output_;
  LayerNorm inner_norm_;
  Fused inner_and_gate_;
  Linear output_;
};

}  // namespace sempurna
