#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/activation.h"
#include "kernels/attention.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "nn/parameters.h"
#include "nn/pass.h"

namespace sempurna {

/// How a family calls the parts of a layer in its checkpoints: whole names of the attention's input
/// tensors, scopes of the others. Query, key and value may lie in one tensor, in this order: then
/// their names stand in `query_weight` and `query_bias`, and those of key and value are empty.
struct PreNormLayerNames {
  std::string_view attention_norm;
  std::string_view query_weight;
  std::string_view query_bias;
  std::string_view key_weight;
  std::string_view key_bias;
  std::string_view value_weight;
  std::string_view value_bias;
  std::string_view attention_output;
  std::string_view inner_norm;
  std::string_view inner;
  std::string_view output;
  // One factor a channel on what each half adds (LayerScale, Touvron et al. 2021); empty: none.
  std::string_view attention_scale;
  std::string_view inner_scale;
};

struct PreNormLayerOptions {
  int64_t width = 0;  ///< D
  int64_t heads = 0;  ///< H, divides the width
  int64_t inner = 0;  ///< width between the two feed-forward layers
  kernels::Activation activation = kernels::Activation::Gelu;
  double norm_eps = 1e-12;
  double deviation = 0.02;  ///< of fresh weights
  bool attention_bias = true;
  // The checkpoint's own dropout rates.
  double attention_dropout = 0;
  double hidden_dropout = 0;
};

/// One pre-norm transformer layer, as vision transformers have it (Dosovitskiy et al. 2021):
/// x + attention(norm(x)), then the same with two feed-forward layers.
class PreNormLayer {
 public:
  PreNormLayer(const ParameterSource& source, const PreNormLayerOptions& options,
               const PreNormLayerNames& names);

  /// x [N, D], fp32 or bf16; offsets [B + 1] int32. With `rows` [R] int64 the result is only these
  /// rows, [R, D]: what nobody reads of a last layer need not be computed.
  Tensor operator()(const Tensor& x, const Tensor& offsets, const Tensor& rows,
                    const Pass& pass) const;
  /// x [B, T, D].
  Value draw(Graph& graph, const Value& x) const;

 private:
  struct Projection {
    Tensor weight;
    Tensor bias;
  };
  /// Without dropout.
  kernels::AttentionOptions attention() const;
  Tensor attend(const Tensor& x, const Tensor& offsets, const Pass& pass) const;

  PreNormLayerOptions options_;
  LayerNorm attention_norm_;
  Projection query_;  ///< of query, key and value when they lie in one tensor
  Projection key_;
  Projection value_;
  Linear attention_output_;
  LayerNorm inner_norm_;
  Linear inner_;
  Linear output_;
  Tensor attention_scale_;
  Tensor inner_scale_;
};

}  // namespace sempurna
