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
};

struct ResNetConfig {
  ResNetConv stem;
  std::vector<ResNetBlock> blocks;
  int64_t features = 0;
  kernels::Activation activation = kernels::Activation::Relu;
  std::string head;
};

/// From config.json, and from the checkpoint's names where they are not Hugging Face's.
/// Throws InvalidArgument naming the field.
ResNetConfig read_resnet_config(const ModelRequest& request);

}  // namespace sempurna
