#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// ResNet (He et al. 2016; strides of bottlenecks on the middle convolution), with ResNeXt's groups
/// and the wide variants. Features are the last stage's channels, averaged over the picture; the
/// head is dropout and one layer. Tensors as ResNetForImageClassification or torchvision (and timm)
/// have them. Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_resnet(const ModelRequest& request);

}  // namespace sempurna
