#include "models/first_token_classifier.h"

#include "kernels/dropout.h"

namespace sempurna {
namespace {

class FirstTokenClassifier final : public Model {
 public:
  FirstTokenClassifier(const ParameterSource& source, const std::string& prefix,
                       const TextEncoderConfig& config, int64_t classes,
                       kernels::Activation activation)
      : encoder_(bert_encoder(source.scope(prefix), config)),
        dense_(source.head().scope("classifier.dense"), config.layer.width, config.layer.width,
               Init::normal(config.layer.deviation)),
        projection_(source.head().scope("classifier.out_proj"), config.layer.width, classes,
                    Init::normal(config.layer.deviation)),
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

std::unique_ptr<Model> build_first_token_classifier(const ModelRequest& request,
                                                    const std::string& prefix,
                                                    const TextEncoderConfig& config,
                                                    kernels::Activation activation) {
  check_text_encoder(config);
  return std::make_unique<FirstTokenClassifier>(text_source(request, prefix), prefix, config,
                                                request.classes, activation);
}

}  // namespace sempurna
