#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// EfficientNet b0 to b7 (Tan and Le 2019). Features are the last layer's channels, averaged over
/// the picture; the head is dropout and one layer. In training whole residual branches are dropped
/// at random, more often the deeper they lie. Tensors as EfficientNetForImageClassification,
/// torchvision or timm have them. Throws InvalidArgument when config.json or the checkpoint does
/// not fit.
std::unique_ptr<Model> build_efficientnet(const ModelRequest& request);

}  // namespace sempurna
