#pragma once

#include <cstdint>

#include "kernels/convolution.h"
#include "tensor/tensor.h"

namespace sempurna::kernels {

/// Maximum over size × size windows. x [B, C, Y, X], fp32 or bf16, channels-last. With `ceil` a
/// last window that lies partly outside counts, as SqueezeNet has it (it must begin inside).
Tensor max_pool2d(const Tensor& x, int64_t size, int64_t stride, int64_t padding, bool ceil);

/// Mean over all pixels: [B, C, Y, X] to [B, C], in x's type, summed in fp32.
Tensor global_average_pool(const Tensor& x);

/// The largest value of all pixels: [B, C, Y, X] to [B, C], in x's type.
Tensor global_max_pool(const Tensor& x);

/// Mean over 2 × 2 pixels, of those that there are at the edges: [B, C, ⌈Y/2⌉, ⌈X/2⌉].
Tensor halve(const Tensor& x);

/// x · gate, a gate per channel of each picture: x [B, C, Y, X], gate [B, C]; both of one type. The
/// last step of a squeeze-and-excitation block (Hu et al. 2018).
Tensor scale_channels(const Tensor& x, const Tensor& gate);

}  // namespace sempurna::kernels
