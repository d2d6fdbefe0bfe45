#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/model.h"
#include "nn/conv_norm.h"

namespace sempurna {

/// One convolution of a block with its names.
struct ResNetConv {
  ConvNames names;
  ConvShape shape;
};

/// A residual block: convolutions one after another, beside a shortcut where the shape changes.
struct ResNetBlock {
  std::vector<ResNetConv> convs;
  std::optional<ResNetConv> shortcut;
  bool halved = false;  ///< the shortcut takes the means of 2 × 2 pixels, in place of a stride
};

struct ResNetConfig {
  std::vector<ResNetConv> stem;
  std::vector<ResNetBlock> blocks;
  int64_t features = 0;
  /// Of the stem and behind each shortcut; inside the blocks the reference has always ReLU.
  kernels::Activation activation = kernels::Activation::Relu;
  std::string head;
};

/// From config.json, and from the checkpoint's names where they are not Hugging Face's.
/// Throws InvalidArgument naming the field.
ResNetConfig read_resnet_config(const ModelRequest& request);

}  // namespace sempurna
