#pragma once

#include <string>

#include "tensor/tensor.h"
#include "weights/tensor_view.h"

namespace sempurna {

/// A copy of the view's values; floating-point types become fp32, integers int64, Bool stays.
Tensor to_tensor(const TensorView& view);

/// The tensor's bytes under a name. The tensor must be contiguous, on the CPU, and outlive the
/// view.
TensorView to_view(const std::string& name, const Tensor& tensor);

}  // namespace sempurna
