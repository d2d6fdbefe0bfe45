#pragma once

#include <ATen/core/Tensor.h>

namespace sempurna {

/// The tensor of the training half. Shapes are written with these letters everywhere:
///
///   B examples of a batch · N tokens of a packed batch, all its texts one after another ·
///   T tokens of one text · D width · H heads · F features before the head · K classes ·
///   C channels · Y × X rows and columns of pixels · O output channels
///
/// Row-major; pictures are [B, C, Y, X] with channels-last memory.
using Tensor = at::Tensor;

}  // namespace sempurna
