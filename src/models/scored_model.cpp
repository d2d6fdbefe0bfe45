#include "models/scored_model.h"

#include <ATen/ATen.h>

#include "base/error.h"

namespace sempurna {
namespace {

class ScoredModel final : public Model {
 public:
  ScoredModel(std::unique_ptr<Model> deep, int64_t outputs)
      : deep_(std::move(deep)), outputs_(outputs) {
    parameters_ = deep_->parameters();
  }

  Tensor features(const Batch& batch, const Pass& pass) override {
    ensure(batch.scores.defined() && batch.scores.size(1) == outputs_, "scores of each text");
    return at::cat({deep_->features(batch, pass), batch.scores}, 1);
  }

  Tensor classify(const Tensor& features, const Pass& pass) override {
    const int64_t width = features.size(1) - outputs_;
    const Tensor logits = deep_->classify(features.narrow(1, 0, width).contiguous(), pass);
    return logits + features.narrow(1, width, outputs_);
  }

  Tensor classification_weight() const override { return deep_->classification_weight(); }
  int64_t max_tokens() const override { return deep_->max_tokens(); }
  int64_t scores() const override { return outputs_; }

  Value draw_logits(Graph& graph) const override {
    const Value logits = deep_->draw_logits(graph);
    const Value scores = graph.input("word_scores", at::kFloat, {"batch", outputs_});
    return graph.node("Add", {logits, scores});
  }

 private:
  std::unique_ptr<Model> deep_;
  int64_t outputs_;
};

}  // namespace

std::unique_ptr<Model> with_scores(std::unique_ptr<Model> model, int64_t outputs) {
  return std::make_unique<ScoredModel>(std::move(model), outputs);
}

}  // namespace sempurna
