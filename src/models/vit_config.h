#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "models/model.h"
#include "nn/pre_norm_layer.h"

namespace sempurna {

/// How a naming calls a vision transformer's tensors.
struct ViTNames {
  std::string class_token;
  std::string positions;
  std::string patches;  ///< the convolution's scope
  std::string layers;   ///< a layer's scope but for its number
  PreNormLayerNames layer;
  std::string norm;
  std::string head;
};

struct ViTConfig {
  int64_t colours = 3;
  int64_t rows = 224;  ///< of pixels
  int64_t columns = 224;
  int64_t patch_rows = 16;
  int64_t patch_columns = 16;
  int64_t layers = 12;
  PreNormLayerOptions layer;
  bool positions_of_patches = false;  ///< the class token has none
  bool distilled = false;             ///< with a distillation token after the class token
  ViTNames names;
};

/// From config.json, and from the checkpoint's names where they are not Hugging Face's; `family` is
/// "vit" or "deit". Throws InvalidArgument naming the field.
ViTConfig read_vit_config(const ModelRequest& request, std::string_view family);

}  // namespace sempurna
