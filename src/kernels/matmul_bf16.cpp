#include "kernels/matmul_bf16.h"

#include <ATen/ATen.h>

#include <bit>
#include <cstring>

#include "kernels/onednn.h"

namespace sempurna::kernels {

namespace {

using dnnl::memory;
using Tag = memory::format_tag;
constexpr auto kFloatType = memory::data_type::f32;
constexpr auto kHalfType = memory::data_type::bf16;

struct Plan {
  dnnl::matmul primitive;
  memory::desc scratch;
};

Plan make_plan(const memory::desc& a, const memory::desc& b, const memory::desc* bias,
               const memory::desc& c, bool add) {
  auto attributes = onednn::attributes();
  if (add) {
    dnnl::post_ops ops;
    ops.append_sum(1);
    attributes.set_post_ops(ops);
  }
  const dnnl::matmul::primitive_desc desc(
      bias != nullptr ? dnnl::matmul::desc(a, b, *bias, c) : dnnl::matmul::desc(a, b, c),
      attributes, onednn::engine());
  return {dnnl::matmul(desc), desc.scratchpad_desc()};
}

/// The layout of B [k, n] that a product with many rows wants; all others are given the same.
memory::desc packed_layout(int64_t k, int64_t n) {
  static onednn::Cache<memory::desc> cache;
  return *cache.get({k, n}, [&] {
    constexpr int64_t kManyRows = 512;
    const dnnl::matmul::primitive_desc desc(
        dnnl::matmul::desc({{kManyRows, k}, kHalfType, Tag::ab}, {{k, n}, kHalfType, Tag::any},
                           {{kManyRows, n}, kHalfType, Tag::ab}),
        onednn::attributes(), onednn::engine());
    return desc.weights_desc();
  });
}

/// How N rows are cut: `whole` rows as they lie, then `rest` rows padded to `padded`.
struct Cut {
  int64_t whole, rest, padded;

  explicit Cut(int64_t rows) {
    const auto below = static_cast<int64_t>(std::bit_floor(static_cast<uint64_t>(rows)));
    const int64_t grain = std::max<int64_t>(32, below / 8);
    const int64_t fine = std::max<int64_t>(32, grain / 4);
    whole = rows / grain * grain;
    rest = rows - whole;
    padded = (rest + fine - 1) / fine * fine;
  }
};

/// A copy of the last rows of x, zeros behind them.
Tensor padded_rest(const Tensor& x, const Cut& cut) {
  Tensor copy = at::empty({cut.padded, x.size(1)}, x.options());
  const size_t bytes = cut.rest * x.size(1) * x.element_size();
  auto* to = static_cast<char*>(copy.data_ptr());
  std::memcpy(to, static_cast<char*>(x.data_ptr()) + cut.whole * x.size(1) * x.element_size(),
              bytes);
  std::memset(to + bytes, 0, copy.nbytes() - bytes);
  return copy;
}

/// a [rows, k] · b [k, n] + bias, b in its packed layout.
void multiply(int64_t rows, int64_t k, int64_t n, void* a, const memory& b, const Tensor& bias,
              void* c) {
  static onednn::Cache<Plan> cache;
  const memory::desc of_a({rows, k}, kHalfType, Tag::ab), of_c({rows, n}, kHalfType, Tag::ab);
  const memory::desc of_bias({1, n}, kFloatType, Tag::ab);
  const auto plan = cache.get({rows, k, n, bias.defined()}, [&] {
    return make_plan(of_a, b.get_desc(), bias.defined() ? &of_bias : nullptr, of_c, false);
  });
  std::vector<std::pair<int, memory>> arguments = {{DNNL_ARG_SRC, onednn::memory_at(of_a, a)},
                                                   {DNNL_ARG_WEIGHTS, b},
                                                   {DNNL_ARG_DST, onednn::memory_at(of_c, c)}};
  if (bias.defined()) {
    arguments.emplace_back(DNNL_ARG_BIAS, onednn::memory_at(of_bias, bias.data_ptr()));
  }
  onednn::run(plan->primitive, plan->scratch, std::move(arguments));
}

/// x · B + bias, where B [k, n] is the fp32 weight read through `layout`.
Tensor multiply_rows(const Tensor& x, const Tensor& weight, int64_t n, Tag layout,
                     const Tensor& bias) {
  const int64_t k = x.size(1);
  Tensor holder;
  const memory packed =
      onednn::in_layout(onednn::memory_at({{k, n}, kFloatType, layout}, weight.data_ptr()),
                        packed_layout(k, n), holder);
  Tensor z = at::empty({x.size(0), n}, x.options());
  const Cut cut(x.size(0));
  if (cut.whole > 0) multiply(cut.whole, k, n, x.data_ptr(), packed, bias, z.data_ptr());
  if (cut.rest > 0) {
    const Tensor from = padded_rest(x, cut);
    const Tensor to = at::empty({cut.padded, n}, x.options());
    multiply(cut.padded, k, n, from.data_ptr(), packed, bias, to.data_ptr());
    std::memcpy(static_cast<char*>(z.data_ptr()) + cut.whole * n * z.element_size(), to.data_ptr(),
                cut.rest * n * z.element_size());
  }
  return z;
}

void multiply_outer(int64_t rows, int64_t n, int64_t k, void* dz, void* x, const Tensor& result,
                    bool add) {
  static onednn::Cache<Plan> cache;
  const memory::desc of_dz({n, rows}, kHalfType, Tag::ba), of_x({rows, k}, kHalfType, Tag::ab);
  const memory::desc of_result({n, k}, kFloatType, Tag::ab);
  const auto plan =
      cache.get({rows, n, k, add}, [&] { return make_plan(of_dz, of_x, nullptr, of_result, add); });
  onednn::run(plan->primitive, plan->scratch,
              {{DNNL_ARG_SRC, onednn::memory_at(of_dz, dz)},
               {DNNL_ARG_WEIGHTS, onednn::memory_at(of_x, x)},
               {DNNL_ARG_DST, onednn::memory_at(of_result, result.data_ptr())}});
}

}  // namespace

Tensor multiply_bf16(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  return multiply_rows(x, weight, weight.size(0), Tag::ba, bias);
}

Tensor multiply_bf16_back(const Tensor& dz, const Tensor& weight) {
  return multiply_rows(dz, weight, weight.size(1), Tag::ab, {});
}

Tensor multiply_bf16_outer(const Tensor& dz, const Tensor& x) {
  const Tensor result = at::empty({dz.size(1), x.size(1)}, at::kFloat);
  const Cut cut(x.size(0));
  if (cut.whole > 0) {
    multiply_outer(cut.whole, dz.size(1), x.size(1), dz.data_ptr(), x.data_ptr(), result, false);
  }
  if (cut.rest > 0) {
    multiply_outer(cut.padded, dz.size(1), x.size(1), padded_rest(dz, cut).data_ptr(),
                   padded_rest(x, cut).data_ptr(), result, cut.whole > 0);
  }
  return result;
}

}  // namespace sempurna::kernels
