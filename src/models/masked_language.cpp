#include "models/masked_language.h"

#include <ATen/ATen.h>

#include "base/error.h"
#include "kernels/linear.h"

namespace sempurna {
namespace {

TextEncoderConfig checked_config(const ModelRequest& request) {
  const TextEncoderConfig config = read_bert_config(ConfigReader(request.config));
  check_text_encoder(config);
  return config;
}

}  // namespace

MaskedLanguageModel::MaskedLanguageModel(const ModelRequest& request)
    : MaskedLanguageModel(text_source(request, "bert"), checked_config(request)) {}

MaskedLanguageModel::MaskedLanguageModel(const ParameterSource& source,
                                         const TextEncoderConfig& config)
    : encoder_(bert_encoder(source.scope("bert"), config)), activation_(config.layer.activation) {
  const ParameterSource head = source.optional().scope("cls.predictions");
  const int64_t width = config.layer.width;
  transform_ =
      Linear(head.scope("transform.dense"), width, width, Init::normal(config.layer.deviation));
  norm_ = LayerNorm(head.scope("transform.LayerNorm"), width, config.layer.norm_eps);
  bias_ = head.parameter("bias", {config.embedding.vocabulary}, Init::zeros());
  parameters_ = source.asked();
}

Tensor MaskedLanguageModel::logits(const Batch& batch, const Tensor& rows, const Pass& pass) const {
  Tensor x = encoder_(batch, rows, pass);
  // The largest product of the model: worth the pass's precision.
  if (pass.precision == Precision::Bf16) x = x.to(at::kBFloat16);
  x = norm_(transform_(x, activation_));
  return kernels::linear(x, encoder_.words(), bias_).to(at::kFloat);
}

Tensor MaskedLanguageModel::loss(const Batch& batch, const Tensor& rows, const Tensor& targets,
                                 const Pass& pass) const {
  ensure(rows.numel() > 0, "a token is masked");
  return at::cross_entropy_loss(logits(batch, rows, pass), targets);
}

}  // namespace sempurna
