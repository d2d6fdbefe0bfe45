#pragma once

#include <cstdint>

#include "tensor/tensor.h"

namespace sempurna::kernels {

/// What attention is told besides its tensors.
struct AttentionOptions {
  int64_t heads = 1;
  double scale = 1;    ///< of q·k before the softmax, usually 1 / sqrt(d)
  double dropout = 0;  ///< share of attention weights set to zero, in [0, 1); 0 when predicting
  uint64_t dropout_seed = 0;  ///< which weights is a pure function of (seed, sequence, head, i, j)
  /// [2 P - 1, d], or undefined: a vector for each distance i - j of a query i from a key j, from
  /// 1 - P to P - 1, of which the query's dot product is added to q·k, and with `distances_by_key`
  /// the key's too (Shaw et al. 2018; Huang et al. 2020). No sequence may be longer than P.
  Tensor distances = {};
  bool distances_by_key = false;
};

/// softmax(q·kᵀ·scale)·v of every head within every sequence of a packed batch; tokens of different
/// sequences never see each other, and there is no padding.
///
/// q, k, v [N, H·d], fp32 or bf16, rows of any stride; offsets [B + 1] int32 on the CPU, ascending
/// from 0 to N: sequence b is the rows offsets[b] to offsets[b + 1]. The result is [N, H·d].
/// With distances it is computed in plain calls, slower and in memory of T² a head.
/// Throws Internal when the offsets are not such. Source: Vaswani et al. 2017, section 3.2.
Tensor packed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets,
                        const AttentionOptions& options);

/// The same where q, k and v lie side by side: qkv [N, 3·H·d]. Saves joining their gradients.
Tensor packed_attention(const Tensor& qkv, const Tensor& offsets, const AttentionOptions& options);

/// Offsets of `count` sequences of equal length, as a vision transformer has them.
Tensor equal_offsets(int64_t count, int64_t length);

}  // namespace sempurna::kernels
