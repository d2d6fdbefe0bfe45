#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/json.h"
#include "models/batch.h"
#include "nn/graph.h"
#include "nn/parameters.h"
#include "nn/pass.h"

namespace sempurna {

/// A classifier in two parts: a backbone that turns examples into features, and a head that turns
/// features into one logit a class. Whoever trains only the head keeps the features.
class Model {
 public:
  virtual ~Model() = default;

  /// The backbone: [B, F] fp32. Runs in `pass.precision`, on the device of the model's tensors,
  /// where the batch lies too.
  virtual Tensor features(const Batch& batch, const Pass& pass) = 0;
  /// The head, its own dropout included: [B, F] → [B, K] fp32.
  virtual Tensor classify(const Tensor& features, const Pass& pass) = 0;
  /// The weight [K, ·] of the last layer: what `regularizers_l2` acts on.
  virtual Tensor classification_weight() const = 0;
  /// The most tokens that a text may have, special ones included; 0 for models of pictures.
  virtual int64_t max_tokens() const { return 0; }

  /// How many of the features, the last, are logits already, which the head adds as they are.
  virtual int64_t scores() const { return 0; }

  /// Draws the whole model in evaluation mode: its inputs, which are normalised "pixel_values"
  /// [batch, C, Y, X], or "input_ids", "attention_mask" and, where the model reads them,
  /// "token_type_ids" [batch, length], and "word_scores" [batch, K] where it has scores(); and its
  /// output "logits" [batch, K]. Throws InvalidArgument for what has no drawing.
  void draw(Graph& graph) const;
  /// All of it but the output.
  virtual Value draw_logits(Graph& graph) const;

  /// All tensors under their published names, buffers included.
  const std::vector<Parameter>& parameters() const { return parameters_; }

 protected:
  std::vector<Parameter> parameters_;
};

/// What a model family needs to be built.
struct ModelRequest {
  Json config;                   ///< the checkpoint's config.json
  const Checkpoint* checkpoint;  ///< null: all tensors are initialised
  int64_t classes;               ///< K; 1 in binary mode
  bool fresh_head;               ///< do not use the checkpoint's head
  uint64_t seed;                 ///< of whatever is initialised
  Device device = kCpu;          ///< where its tensors lie, and what it reads
};

}  // namespace sempurna
