#pragma once

#include <memory>

#include "models/model.h"

namespace sempurna {

/// Vision transformer (Dosovitskiy et al. 2021). Features are the class token after the last norm;
/// the head is dropout and one layer. Tensors as ViTForImageClassification, torchvision's vit_* or
/// timm's vit_* and deit_* have them. Pictures must have the size that the positions were made for.
/// Throws InvalidArgument when config.json or the checkpoint does not fit.
std::unique_ptr<Model> build_vit(const ModelRequest& request);

/// DeiT (Touvron et al. 2021) as DeiTForImageClassification has it: a ViT with one token more, for
/// distillation, which the classifier does not read.
std::unique_ptr<Model> build_deit(const ModelRequest& request);

}  // namespace sempurna
