#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/model.h"
#include "nn/conv_norm.h"

namespace sempurna {

struct MobileNetV2Block {
  int64_t in = 0;
  int64_t expanded = 0;
  int64_t out = 0;
  int64_t stride = 1;
  int64_t dilation = 1;
  bool expands = true;
  bool residual = false;
  bool begins_stage = false;  ///< of an architecture's name
  ConvNames expand_names;
  ConvNames depthwise_names;
  ConvNames project_names;
};

struct MobileNetV2Config {
  int64_t colours = 3;
  int64_t stem = 32;
  std::vector<MobileNetV2Block> blocks;
  int64_t features = 1280;
  Sides sides = Sides::Even;
  kernels::Activation activation = kernels::Activation::Relu6;
  // transformers hands TensorFlow's decay of 0.997 to PyTorch, which takes it for the share of the
  // batch: evaluation would then rest on the last batch alone. So PyTorch's own 0.1, as
  // torchvision.
  BatchNormOptions norm;
  ConvNames stem_names;
  ConvNames last_names;
  std::string head;
};

/// From config.json, and from the checkpoint's names where they are not Hugging Face's.
/// Throws InvalidArgument naming the field.
MobileNetV2Config read_mobilenet_v2_config(const ModelRequest& request);

}  // namespace sempurna
