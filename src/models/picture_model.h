#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "models/model.h"
#include "nn/linear.h"

namespace sempurna {

/// What picture classifiers share: pixels in, pooled features out, and as the head dropout and one
/// layer.
class PictureModel : public Model {
 public:
  /// Throws InvalidArgument when the pixels are not [B, C, Y, X] with the channels of this model.
  Tensor features(const Batch& batch, const Pass& pass) final;
  /// The maps [B, C, Y, X] that the backbone's parts make one after another, the last of which it
  /// pools: what another model of the same parts can learn from. Throws InvalidArgument of
  /// families that do not tell them, and as features() does.
  std::vector<Tensor> maps(const Batch& batch, const Pass& pass);
  Tensor classify(const Tensor& features, const Pass& pass) override;
  Tensor classification_weight() const override { return classifier_.weight(); }

 protected:
  explicit PictureModel(int64_t channels) : channels_(channels) {}

  Value draw_logits(Graph& graph) const final;

  /// Pixels [B, C, Y, X] in the pass's type, channels-last, to [B, F].
  virtual Tensor backbone(const Tensor& pixels, const Pass& pass) = 0;
  /// The same drawn, [B, C, Y, X] to [B, F].
  virtual Value draw_backbone(Graph& graph, const Value& pixels) const = 0;
  virtual Value draw_head(Graph& graph, const Value& features) const;
  /// The rows and columns of the only pictures that it reads; 0: of any size.
  virtual std::pair<int64_t, int64_t> only_size() const { return {0, 0}; }
  virtual std::vector<Tensor> maps_of(const Tensor& pixels, const Pass& pass);

  Linear classifier_;

 private:
  /// The batch's, checked, in the pass's type.
  Tensor pixels_of(const Batch& batch, const Pass& pass) const;

  int64_t channels_;
};

/// The request's checkpoint; where a backbone was saved alone, its names lack `prefix` and a dot.
ParameterSource picture_source(const ModelRequest& request, std::string_view prefix);

/// The head of a picture model below `name`: fresh, it starts as Keras' Dense does.
Linear picture_head(const ParameterSource& source, std::string_view name, int64_t features,
                    int64_t classes);

}  // namespace sempurna
