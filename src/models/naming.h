#pragma once

#include <span>
#include <string>
#include <string_view>

#include "models/model.h"

namespace sempurna {

/// Whose names the tensors of a picture model bear.
enum class Naming { HuggingFace, Torchvision, Timm };

/// A naming, and a tensor that every checkpoint in it has.
struct NamingSign {
  Naming naming;
  std::string_view tensor;
};

/// The naming of the request: that whose sign the checkpoint has; without a checkpoint Torchvision
/// when config.json names an "architecture", else Hugging Face. Throws InvalidArgument when the
/// checkpoint has none of the signs.
Naming naming_of(const ModelRequest& request, std::span<const NamingSign> signs);

}  // namespace sempurna
