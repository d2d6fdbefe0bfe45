#include "models/words_alone.h"

#include <ATen/ATen.h>

#include "base/error.h"

namespace sempurna {
namespace {

class WordsAlone final : public Model {
 public:
  explicit WordsAlone(const ModelRequest& request) {
    const ParameterSource source(request.checkpoint, request.seed, request.fresh_head,
                                 request.device);
    bias_ = source.head().parameter("classifier.bias", {request.classes}, Init::zeros());
    parameters_ = source.asked();
  }

  Tensor features(const Batch& batch, const Pass&) override {
    return at::empty({batch.size(), 0}, bias_.detach().options());
  }

  Tensor classify(const Tensor& features, const Pass&) override {
    return bias_.expand({features.size(0), bias_.size(0)});
  }

  Value draw_logits(Graph& /*graph*/) const override {
    throw Error(Code::InvalidArgument,
                "a model of words alone has no graph: what words a text holds is told here only");
  }

  Tensor classification_weight() const override {
    return at::empty({bias_.size(0), 0}, bias_.detach().options());
  }

 private:
  Tensor bias_;
};

}  // namespace

std::unique_ptr<Model> build_words_alone(const ModelRequest& request) {
  return std::make_unique<WordsAlone>(request);
}

}  // namespace sempurna
