#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/model.h"
#include "nn/conv_norm.h"

namespace sempurna {

struct EfficientNetBlock {
  int64_t in = 0;
  int64_t expanded = 0;  ///< as `in`: there is no expansion
  int64_t squeezed = 0;  ///< 0: channels are not weighed
  bool fused = false;    ///< one full convolution expands, in place of two
  int64_t out = 0;
  int64_t kernel = 3;
  int64_t stride = 1;
  Sides sides = Sides::Even;
  bool residual = false;
  double drop_rate = 0;  ///< of the residual branch
  ConvNames expand_names;
  ConvNames depthwise_names;
  ConvNames project_names;
  std::string reduce;  ///< scopes of the squeeze and excitation
  std::string restore;
};

struct EfficientNetConfig {
  int64_t colours = 3;
  int64_t stem = 32;
  Sides stem_sides = Sides::Even;
  std::vector<EfficientNetBlock> blocks;
  int64_t features = 1280;
  kernels::Activation activation = kernels::Activation::Silu;
  BatchNormOptions norm;
  ConvNames stem_names;
  ConvNames last_names;
  std::string head;
  bool max_pool = false;  ///< before the head, in place of the mean
};

/// From config.json, and from the checkpoint's names where they are not Hugging Face's.
/// Throws InvalidArgument naming the field.
EfficientNetConfig read_efficientnet_config(const ModelRequest& request);

}  // namespace sempurna
