#include "kernels/attention.h"

#include <ATen/ATen.h>

#include "kernels/plain.h"

namespace sempurna::kernels {

Tensor packed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets,
                        const AttentionOptions& options) {
  return plain::packed_attention(q, k, v, offsets, options);
}

Tensor packed_attention(const Tensor& qkv, const Tensor& offsets, const AttentionOptions& options) {
  const auto parts = qkv.chunk(3, 1);
  return packed_attention(parts[0], parts[1], parts[2], offsets, options);
}

Tensor equal_offsets(int64_t count, int64_t length) {
  return at::arange(count + 1, at::kInt).mul_(length);
}

}  // namespace sempurna::kernels
