#pragma once

namespace sempurna::kernels {

/// Whether the CPU multiplies bf16 (AVX512-BF16 or AMX), and a convolution and a matrix product of
/// our own agree with fp32 as far as bf16 can. Takes under a second, once.
bool bf16_supported();

/// Whether bf16 is also the faster one: on AMD's processors and on those with AMX. Intel's without
/// AMX multiply bf16 at the rate of fp32. Decided by the processor's kind and not by a clock,
/// because a resumed run must decide as the first one did.
bool bf16_is_faster();

}  // namespace sempurna::kernels
