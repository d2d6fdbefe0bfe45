#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// ConvNeXt (Liu et al. 2022): large depthwise convolutions, and between them what a transformer's
/// layer has beside its attention. Features are the last stage's channels, averaged over the
/// picture and normalised; the head is dropout and one layer. In training whole residual branches
/// are dropped at random, more often the deeper they lie. Tensors as
/// ConvNextForImageClassification, torchvision or timm have them. Throws InvalidArgument when
/// config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_convnext(const ModelRequest& request);

}  // namespace sempurna
