#pragma once

namespace sempurna::kernels {

/// Whether bf16 activations are worth having here: the CPU multiplies bf16 (AVX512-BF16 or AMX), a
/// convolution and a matrix product of our own agree with fp32 as far as bf16 can, and they are not
/// slower. Takes under a second, once; later calls return the first answer.
bool bf16_supported();

}  // namespace sempurna::kernels
