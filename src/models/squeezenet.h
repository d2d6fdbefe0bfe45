#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// SqueezeNet 1.0 and 1.1 (Iandola et al. 2016), tensors as torchvision has them. The published
/// head is dropout, a 1 × 1 convolution to K channels, ReLU, and the mean over all places; the ReLU
/// stands before the mean, so features are the last map whole: F = 512 · places, 13 × 13 of them
/// for pictures of 224 × 224. In binary mode the one logit has no ReLU, which would keep it from
/// ever saying no. Throws InvalidArgument when config.json or the checkpoint does not fit, and for
/// pictures below 32 × 32.
std::unique_ptr<Model> build_squeezenet(const ModelRequest& request);

}  // namespace sempurna
