#pragma once

#include <vector>

#include "models/model.h"
#include "models/text_encoder.h"

namespace sempurna {

/// BERT with the head that it is pretrained with: at chosen tokens, what stood there before they
/// were masked (Devlin et al. 2019, section 3.1). Tensors as BertForMaskedLM has them; the output
/// layer shares the token embedding and is not among them. What build_bert needs for fine-tuning
/// is in them, but for the pooler.
class MaskedLanguageModel {
 public:
  /// `classes` and `fresh_head` of the request are not looked at; tensors of the head that the
  /// checkpoint lacks are initialised. Throws InvalidArgument as build_bert does.
  explicit MaskedLanguageModel(const ModelRequest& request);

  /// The scores of all tokens of the vocabulary at `rows` [R] int64 of the batch's tokens:
  /// [R, V] fp32. Nothing of the head is computed elsewhere.
  Tensor logits(const Batch& batch, const Tensor& rows, const Pass& pass) const;
  /// Mean cross-entropy in nats against `targets` [R] int64, the tokens that stood there; R > 0.
  Tensor loss(const Batch& batch, const Tensor& rows, const Tensor& targets,
              const Pass& pass) const;

  int64_t max_tokens() const { return encoder_.max_tokens(); }
  /// The token embedding [V, D], which the output layer shares.
  const Tensor& words() const { return encoder_.words(); }
  const std::vector<Parameter>& parameters() const { return parameters_; }

 private:
  MaskedLanguageModel(const ParameterSource& source, const TextEncoderConfig& config);

  TransformerEncoder encoder_;
  kernels::Activation activation_;
  Linear transform_;
  LayerNorm norm_;
  Tensor bias_;
  std::vector<Parameter> parameters_;
};

}  // namespace sempurna
