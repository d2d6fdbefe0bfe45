#include "kernels/attention.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <omp.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <vector>

#include "base/error.h"
#include "kernels/draw.h"
#include "kernels/plain.h"
#include "kernels/served.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// The packed batch as one piece of work per head of each sequence.
struct Packed {
  const Tensor& offsets;
  const AttentionOptions& options;
  int64_t width;  ///< of a head

  int64_t begin(int64_t sequence) const { return offsets.data_ptr<int32_t>()[sequence]; }
  int64_t length(int64_t sequence) const { return begin(sequence + 1) - begin(sequence); }

  /// Calls body(sequence, head, workspace, drop) for each, the longest first. The pieces write to
  /// places of their own, so it does not matter which thread takes which.
  template <class Body>
  void for_each(int64_t (*workspace_size)(int64_t, int64_t), Body body) const {
    const int64_t count = offsets.numel() - 1;
    std::vector<int64_t> order(count);
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int64_t a, int64_t b) { return length(a) > length(b); });
    const int64_t longest = count > 0 ? length(order[0]) : 0;
    if (longest == 0) return;
    const int threads = at::get_num_threads();
    const int64_t floats = (workspace_size(longest, width) + 15) / 16 * 16;
    const Tensor workspace = at::empty({threads, floats}, at::kFloat);
    std::vector<std::vector<vector::DropRow>> drop(threads);
    if (options.dropout > 0) {
      for (auto& rows : drop) rows.resize(longest);
    }
    auto* memory = workspace.data_ptr<float>();
#pragma omp parallel num_threads(threads)
    {
      const int thread = omp_get_thread_num();
#pragma omp for schedule(dynamic)
      for (int64_t item = 0; item < count * options.heads; ++item) {
        const int64_t sequence = order[item / options.heads], head = item % options.heads;
        if (length(sequence) == 0) continue;
        const vector::DropRow* rows = nullptr;
        if (options.dropout > 0) {
          for (int64_t i = 0; i < length(sequence); ++i) {
            const DrawRow draw = attention_row(options.dropout_seed, sequence, head, i);
            drop[thread][i] = {draw.low, draw.high, drop_threshold(options.dropout),
                               static_cast<float>(1 / (1 - options.dropout))};
          }
          rows = drop[thread].data();
        }
        body(sequence, head, memory + thread * floats, rows);
      }
    }
  }
};

vector::AttentionHead head_of(const Packed& packed, const Tensor& q, const Tensor& k,
                              const Tensor& v, const Tensor& out, const Tensor& log_sum,
                              int64_t sequence, int64_t head, const vector::DropRow* drop) {
  const int64_t row = packed.begin(sequence), column = head * packed.width;
  return {at_value(q, row * q.stride(0) + column),
          at_value(k, row * k.stride(0) + column),
          at_value(v, row * v.stride(0) + column),
          q.stride(0),
          k.stride(0),
          v.stride(0),
          at_value(out, row * out.stride(0) + column),
          out.stride(0),
          log_sum.data_ptr<float>() + row * packed.options.heads + head,
          packed.options.heads,
          packed.length(sequence),
          packed.width,
          static_cast<float>(packed.options.scale),
          drop};
}

struct Attention : torch::autograd::Function<Attention> {
  /// With `joined`, q holds [N, 3·H·d] and k, v are its parts too; one gradient is given back.
  static Tensor forward(AutogradContext* context, const Tensor& q,
                        const c10::optional<Tensor>& maybe_k, const c10::optional<Tensor>& maybe_v,
                        const Tensor& offsets, int64_t heads, double scale, double dropout,
                        int64_t seed) {
    const Tensor k = or_undefined(maybe_k), v = or_undefined(maybe_v);
    const bool joined = !k.defined();
    const int64_t width = q.size(1) / (joined ? 3 : 1);
    const AttentionOptions options = {heads, scale, dropout, static_cast<uint64_t>(seed)};
    const Packed packed = {offsets, options, width / heads};
    const Tensor query = q.narrow(1, 0, width);
    const Tensor key = joined ? q.narrow(1, width, width) : k;
    const Tensor value = joined ? q.narrow(1, 2 * width, width) : v;
    Tensor out = at::empty({q.size(0), width}, q.options());
    const Tensor log_sum = at::empty({q.size(0), heads}, at::kFloat);
    packed.for_each(
        vector::attention_workspace,
        [&](int64_t sequence, int64_t head, float* workspace, const vector::DropRow* drop) {
          loops(q).attention(head_of(packed, query, key, value, out, log_sum, sequence, head, drop),
                             workspace);
        });
    context->save_for_backward({q, k, v, offsets, out, log_sum});
    context->saved_data["heads"] = heads;
    context->saved_data["scale"] = scale;
    context->saved_data["dropout"] = dropout;
    context->saved_data["seed"] = seed;
    return out;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &q = saved[0], &offsets = saved[3], &out = saved[4], &log_sum = saved[5];
    const bool joined = !saved[1].defined();
    const AttentionOptions options = {context->saved_data["heads"].toInt(),
                                      context->saved_data["scale"].toDouble(),
                                      context->saved_data["dropout"].toDouble(),
                                      static_cast<uint64_t>(context->saved_data["seed"].toInt())};
    const int64_t width = out.size(1);
    const Packed packed = {offsets, options, width / options.heads};
    const Tensor query = q.narrow(1, 0, width);
    const Tensor key = joined ? q.narrow(1, width, width) : saved[1];
    const Tensor value = joined ? q.narrow(1, 2 * width, width) : saved[2];
    const Tensor dout = gradients[0].to(q.scalar_type()).contiguous();
    const Tensor dq = at::empty(q.sizes(), q.options());
    const Tensor dk = joined ? dq.narrow(1, width, width) : at::empty(key.sizes(), q.options());
    const Tensor dv =
        joined ? dq.narrow(1, 2 * width, width) : at::empty(value.sizes(), q.options());
    packed.for_each(
        vector::attention_gradient_workspace,
        [&](int64_t sequence, int64_t head, float* workspace, const vector::DropRow* drop) {
          const int64_t row = packed.begin(sequence), column = head * packed.width;
          const vector::AttentionGradient gradient = {at_value(dout, row * width + column),
                                                      width,
                                                      at_value(dq, row * dq.stride(0) + column),
                                                      at_value(dk, row * dk.stride(0) + column),
                                                      at_value(dv, row * dv.stride(0) + column),
                                                      dq.stride(0),
                                                      dk.stride(0),
                                                      dv.stride(0)};
          loops(q).attention_gradient(
              head_of(packed, query, key, value, out, log_sum, sequence, head, drop), gradient,
              workspace);
        });
    return {dq,
            joined ? Tensor() : dk,
            joined ? Tensor() : dv,
            Tensor(),
            Tensor(),
            Tensor(),
            Tensor(),
            Tensor()};
  }
};

void check(int64_t rows, int64_t width, const Tensor& offsets, const AttentionOptions& options) {
  ensure(offsets.scalar_type() == at::kInt && offsets.dim() == 1 && offsets.numel() >= 1 &&
             offsets.is_contiguous(),
         "offsets of sequences as int32");
  const auto* at = offsets.data_ptr<int32_t>();
  ensure(at[0] == 0 && at[offsets.numel() - 1] == rows && std::is_sorted(at, at + offsets.numel()),
         "offsets ascending from 0 to the number of tokens");
  ensure(options.heads > 0 && width % options.heads == 0, "a width that divides by the heads");
  ensure(options.dropout >= 0 && options.dropout < 1, "a dropout probability in [0, 1)");
}

Tensor with_dense_rows(const Tensor& x) {
  return x.stride(1) == 1 ? x : x.contiguous();
}

}  // namespace

Tensor packed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets,
                        const AttentionOptions& options) {
  check(q.size(0), q.size(1), offsets, options);
  ensure(k.sizes() == q.sizes() && v.sizes() == q.sizes(), "q, k and v of one shape");
  if (!served(q) || options.knows_distances()) {
    return plain::packed_attention(q, k, v, offsets, options);
  }
  return Attention::apply(with_dense_rows(q), maybe(with_dense_rows(k.to(q.scalar_type()))),
                          maybe(with_dense_rows(v.to(q.scalar_type()))), offsets, options.heads,
                          options.scale, options.dropout,
                          static_cast<int64_t>(options.dropout_seed));
}

Tensor packed_attention(const Tensor& qkv, const Tensor& offsets, const AttentionOptions& options) {
  ensure(qkv.size(1) % 3 == 0, "q, k and v side by side");
  if (!served(qkv) || options.knows_distances()) {
    const auto parts = qkv.chunk(3, 1);
    return packed_attention(parts[0], parts[1], parts[2], offsets, options);
  }
  check(qkv.size(0), qkv.size(1) / 3, offsets, options);
  return Attention::apply(qkv.contiguous(), maybe({}), maybe({}), offsets, options.heads,
                          options.scale, options.dropout,
                          static_cast<int64_t>(options.dropout_seed));
}

Tensor equal_offsets(int64_t count, int64_t length) {
  ensure(count * length <= std::numeric_limits<int32_t>::max(), "a batch below 2^31 tokens");
  return at::arange(count + 1, at::kInt).mul_(length);
}

}  // namespace sempurna::kernels
