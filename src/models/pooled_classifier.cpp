#include "models/pooled_classifier.h"

#include <utility>

#include "kernels/dropout.h"

namespace sempurna {
namespace {

class PooledClassifier final : public Model {
 public:
  PooledClassifier(const ParameterSource& source, std::string_view pooler,
                   const EncoderLayerOptions& layer, TransformerEncoder encoder, int64_t classes,
                   kernels::Activation activation)
      : encoder_(std::move(encoder)),
        pooler_is_head_(!source.scope(pooler).has("weight")),
        pooler_((pooler_is_head_ ? source.head() : source).scope(pooler), layer.width, layer.width,
                Init::normal(layer.deviation)),
        classifier_(source.head().scope("classifier"), layer.width, classes,
                    Init::normal(layer.deviation)),
        activation_(activation) {
    parameters_ = source.asked();
  }

  Tensor features(const Batch& batch, const Pass& pass) override {
    const Tensor first = encoder_.first_tokens(batch, pass);
    return pooler_is_head_ ? first : pooled(first);
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const Tensor x = pooler_is_head_ ? pooled(features) : features;
    return classifier_(kernels::dropout(x, pass.head_dropout, pass.next_seed(), pass.training));
  }

  Tensor classification_weight() const override { return classifier_.weight(); }
  int64_t max_tokens() const override { return encoder_.max_tokens(); }

  Value draw_logits(Graph& graph) const override {
    const Value first = encoder_.draw_first_tokens(graph);
    return classifier_.draw(graph, pooler_.draw(graph, first, activation_));
  }

 private:
  Tensor pooled(const Tensor& first) const { return pooler_(first, activation_); }

  TransformerEncoder encoder_;
  bool pooler_is_head_;
  Linear pooler_;
  Linear classifier_;
  kernels::Activation activation_;
};

}  // namespace

std::unique_ptr<Model> build_pooled_classifier(const ParameterSource& source,
                                               std::string_view pooler,
                                               const EncoderLayerOptions& layer,
                                               TransformerEncoder encoder, int64_t classes,
                                               kernels::Activation activation) {
  return std::make_unique<PooledClassifier>(source, pooler, layer, std::move(encoder), classes,
                                            activation);
}

}  // namespace sempurna
