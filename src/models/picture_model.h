#pragma once

#include <cstdint>

#include "models/model.h"
#include "nn/linear.h"

namespace sempurna {

/// What picture classifiers share: pixels in, pooled features out, and as the head dropout and one
/// layer.
class PictureModel : public Model {
 public:
  /// Throws InvalidArgument when the pixels are not [B, C, Y, X] with the channels of this model.
  Tensor features(const Batch& batch, const Pass& pass) final;
  Tensor classify(const Tensor& features, const Pass& pass) override;
  Tensor classification_weight() const override { return classifier_.weight(); }

 protected:
  explicit PictureModel(int64_t channels) : channels_(channels) {}

  /// Pixels [B, C, Y, X] in the pass's type, channels-last, to [B, F].
  virtual Tensor backbone(const Tensor& pixels, const Pass& pass) = 0;

  Linear classifier_;

 private:
  int64_t channels_;
};

/// The request's checkpoint; where a backbone was saved alone, its names lack `prefix` and a dot.
ParameterSource picture_source(const ModelRequest& request, std::string_view prefix);

/// The head of a picture model below `name`: fresh, it starts as Keras' Dense does.
Linear picture_head(const ParameterSource& source, std::string_view name, int64_t features,
                    int64_t classes);

}  // namespace sempurna
