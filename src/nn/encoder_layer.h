#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "kernels/activation.h"
#include "kernels/attention.h"
#include "nn/layer_norm.h"
#include "nn/linear.h"
#include "nn/parameters.h"
#include "nn/pass.h"
#include "nn/shared_distances.h"

namespace sempurna {

/// How a family calls the parts of a layer in its checkpoints.
struct EncoderLayerNames {
  std::string_view query;
  std::string_view key;
  std::string_view value;
  std::string_view attention_output;
  std::string_view attention_norm;
  std::string_view inner;
  std::string_view output;
  std::string_view output_norm;
  std::string_view distances;  ///< of relative positions
};

/// How a layer knows where tokens stand to each other.
enum class RelativePositions {
  None,          ///< not at all: the embedding has positions
  ByQuery,       ///< transformers' "relative_key": a query's product with a vector of the distance
  ByQueryAndKey  ///< "relative_key_query": the key's too
};

struct EncoderLayerOptions {
  int64_t width = 0;  ///< D
  int64_t heads = 0;  ///< H, divides the width
  int64_t inner = 0;  ///< width between the two feed-forward layers
  kernels::Activation activation = kernels::Activation::Gelu;
  RelativePositions relative = RelativePositions::None;
  int64_t positions = 0;  ///< longest text, of relative positions
  double norm_eps = 1e-12;
  double deviation = 0.02;  ///< of fresh weights
  // The checkpoint's own dropout rates; none where the family never drops.
  double attention_dropout = 0;
  std::optional<double> attention_output_dropout;
  std::optional<double> output_dropout;
};

/// One post-norm transformer layer over packed texts (Vaswani et al. 2017, section 3.1).
class EncoderLayer {
 public:
  EncoderLayer(const ParameterSource& source, const EncoderLayerOptions& options,
               const EncoderLayerNames& names);

  /// x [N, D], fp32 or bf16; offsets [B + 1] int32. With `rows` [R] int64 the result is only these
  /// rows, [R, D]: what nobody reads of a last layer need not be computed. `shared` is of texts at
  /// least as long as the longest.
  Tensor operator()(const Tensor& x, const Tensor& offsets, const Tensor& rows, const Pass& pass,
                    const SharedDistances& shared = {}) const;
  /// x [B, T, D]; `mask` as draw_attention() has it.
  Value draw(Graph& graph, const Value& x, const Value& mask,
             const SharedDistances& shared = {}) const;

 private:
  /// But for the dropout of weights.
  kernels::AttentionOptions attention(const SharedDistances& shared, const Pass& pass) const;

  EncoderLayerOptions options_;
  Linear query_;
  Linear key_;
  Linear value_;
  Tensor distances_;
  Linear attention_output_;
  LayerNorm attention_norm_;
  Linear inner_;
  Linear output_;
  LayerNorm output_norm_;
};

}  // namespace sempurna
