#include "models/first_token_classifier.h"

#include <utility>

#include "kernels/dropout.h"

namespace sempurna {
namespace {

class FirstTokenClassifier final : public Model {
 public:
  FirstTokenClassifier(const ParameterSource& source, const EncoderLayerOptions& layer,
                       TransformerEncoder encoder, int64_t classes, kernels::Activation activation)
      : encoder_(std::move(encoder)),
        dense_(source.head().scope("classifier.dense"), layer.width, layer.width,
               Init::normal(layer.deviation)),
        projection_(source.head().scope("classifier.out_proj"), layer.width, classes,
                    Init::normal(layer.deviation)),
        activation_(activation) {
    parameters_ = source.asked();
  }

  Tensor features(const Batch& batch, const Pass& pass) override {
    return encoder_.first_tokens(batch, pass);
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const auto drop = [&](const Tensor& x) {
      return kernels::dropout(x, pass.head_dropout, pass.next_seed(), pass.training);
    };
    return projection_(drop(dense_(drop(features), activation_)));
  }

  Tensor classification_weight() const override { return projection_.weight(); }
  int64_t max_tokens() const override { return encoder_.max_tokens(); }

  Value draw_logits(Graph& graph) const override {
    const Value first = encoder_.draw_first_tokens(graph);
    return projection_.draw(graph, dense_.draw(graph, first, activation_));
  }

 private:
  TransformerEncoder encoder_;
  Linear dense_;
  Linear projection_;
  kernels::Activation activation_;
};

}  // namespace

std::unique_ptr<Model> build_first_token_classifier(const ParameterSource& source,
                                                    const EncoderLayerOptions& layer,
                                                    TransformerEncoder encoder, int64_t classes,
                                                    kernels::Activation activation) {
  return std::make_unique<FirstTokenClassifier>(source, layer, std::move(encoder), classes,
                                                activation);
}

std::unique_ptr<Model> build_first_token_classifier(const ModelRequest& request,
                                                    const std::string& prefix,
                                                    const TextEncoderConfig& config,
                                                    kernels::Activation activation) {
  check_text_encoder(config);
  const ParameterSource source = text_source(request, prefix);
  TransformerEncoder encoder = bert_encoder(source.scope(prefix), config);
  return build_first_token_classifier(source, config.layer, std::move(encoder), request.classes,
                                      activation);
}

}  // namespace sempurna
