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
  // What a token's distance from another adds: a row for each distance i - j of a query i from a
  // key j, from 1 - P to P - 1, for all heads or side by side for each. No sequence may be longer
  // than P. Each may be undefined.
  Tensor by_query = {};  ///< [2 P - 1, d or H·d]: a query's product with it is added to q·k (Shaw
                         ///< et al. 2018)
  Tensor by_key = {};    ///< the same, a key's product (Huang et al. 2020; He et al. 2021)
  Tensor biases = {};    ///< [2 P - 1, H or 1]: added to q·k·scale (Raffel et al. 2020)
  Tensor rows = {};      ///< [2 P - 1] int64, where the tables have fewer rows: each distance's

  bool knows_distances() const {
    return by_query.defined() || by_key.defined() || biases.defined();
  }
};

/// softmax(q·kᵀ·scale)·v of every head within every sequence of a packed batch; tokens of different
/// sequences never see each other, and there is no padding.
///
/// q, k, v [N, H·d], fp32 or bf16, rows of any stride; offsets [B + 1] int32 on the CPU, ascending
/// from 0 to N: sequence b is the rows offsets[b] to offsets[b + 1]. The result is [N, H·d].
/// Where distances count it is computed in plain calls, slower and in memory of T² a head.
/// Throws Internal when the offsets are not such. Source: Vaswani et al. 2017, section 3.2.
Tensor packed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets,
                        const AttentionOptions& options);

/// The same where q, k and v lie side by side: qkv [N, 3·H·d]. Saves joining their gradients.
Tensor packed_attention(const Tensor& qkv, const Tensor& offsets, const AttentionOptions& options);

/// Offsets of `count` sequences of equal length, as a vision transformer has them.
Tensor equal_offsets(int64_t count, int64_t length);

}  // namespace sempurna::kernels
