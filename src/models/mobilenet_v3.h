#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// MobileNetV3 large and small (Howard et al. 2019): inverted residuals of searched shapes, some of
/// which weigh their channels, and a hidden layer between pooling and head. Features are that
/// layer's; the head is dropout and one layer. Tensors as torchvision or timm have them;
/// transformers has no such class. Throws InvalidArgument when config.json or the checkpoint does
/// not fit.
std::unique_ptr<Model> build_mobilenet_v3(const ModelRequest& request);

}  // namespace sempurna
