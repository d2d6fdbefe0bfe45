#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// MobileNetV2 (Sandler et al. 2018). Features are the last layer's channels, averaged over the
/// picture; the head is dropout and one layer. Tensors as MobileNetV2ForImageClassification,
/// torchvision's mobilenet_v2 or timm's mobilenetv2_* have them.
/// Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_mobilenet_v2(const ModelRequest& request);

}  // namespace sempurna
