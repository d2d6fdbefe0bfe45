#include "kernels/plain.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/error.h"
#include "kernels/draw.h"

namespace sempurna::kernels::plain {

namespace {

/// The type to compute in: fp32 for bf16, otherwise the tensor's own.
Tensor wide(const Tensor& x) {
  return x.scalar_type() == at::kBFloat16 ? x.to(at::kFloat) : x;
}

Tensor narrow_as(const Tensor& result, const Tensor& x) {
  return result.scalar_type() == x.scalar_type() ? result : result.to(x.scalar_type());
}

Tensor channels_last(const Tensor& x) {
  return x.contiguous(at::MemoryFormat::ChannelsLast);
}

Tensor activate_wide(const Tensor& x, Activation activation) {
  switch (activation) {
    case Activation::None:
      return x;
    case Activation::Relu:
      return at::relu(x);
    case Activation::Relu6:
      return at::hardtanh(x, 0, 6);
    case Activation::Silu:
      return at::silu(x);
    case Activation::Gelu:
      return at::gelu(x, "none");
    case Activation::GeluTanh:
      return at::gelu(x, "tanh");
    case Activation::Tanh:
      return at::tanh(x);
    case Activation::HardSwish:
      return at::hardswish(x);
    case Activation::Gelu10:
      return at::clamp(at::gelu(x, "none"), -10, 10);
    case Activation::QuickGelu:
      return x * at::sigmoid(x * 1.702);
    case Activation::Mish:
      return at::mish(x);
    case Activation::Relu2:
      return at::relu(x).square();
    case Activation::Laplace:
      return 0.5 * (1 + at::erf((x - 0.707107) / (0.282095 * std::sqrt(2.0))));
    case Activation::Sigmoid:
      return at::sigmoid(x);
  }
  throw Error(Code::Internal, "an activation without a formula");
}

/// The rows of `table` for the distances within `length`, [H, d, 2 T - 1]; those that heads share
/// for each of them.
Tensor rows_of_heads(const Tensor& table, int64_t length, int64_t heads, int64_t width) {
  const int64_t zero = table.size(0) / 2;
  ensure(length <= zero + 1, "a row for each distance");
  const Tensor rows = wide(table).narrow(0, zero - length + 1, 2 * length - 1);
  if (rows.size(1) == width) return rows.t().unsqueeze(0).expand({heads, width, -1});
  return rows.view({-1, heads, width}).permute({1, 2, 0});
}

/// What the distances add to the scores of one sequence's q and k, each [H, T, d]: [H, T, T]. All
/// distances of a token are multiplied with first, the asked for are taken then: no T² vectors.
Tensor by_distance(const Tensor& q, const Tensor& k, const AttentionOptions& options) {
  const int64_t heads = q.size(0), length = q.size(1), width = q.size(2);
  const Tensor places = at::arange(length, q.options().dtype(at::kLong).requires_grad(false));
  const Tensor rows = (places.unsqueeze(1) - places.unsqueeze(0) + length - 1).unsqueeze(0);
  Tensor added;
  if (options.by_query.defined()) {
    const Tensor all = at::matmul(q, rows_of_heads(options.by_query, length, heads, width));
    added = all.gather(2, rows.expand({heads, length, length}));
  }
  if (options.by_key.defined()) {
    const Tensor all = at::matmul(k, rows_of_heads(options.by_key, length, heads, width));
    const Tensor turned = rows.transpose(1, 2).expand({heads, length, length});
    const Tensor by_key = all.gather(2, turned).transpose(1, 2);
    added = added.defined() ? added + by_key : by_key;
  }
  return added;
}

/// What is added to the scaled scores: [H, T, T].
Tensor biases_of(const Tensor& table, int64_t length) {
  const int64_t zero = table.size(0) / 2;
  ensure(length <= zero + 1, "a row for each distance");
  const Tensor places = at::arange(length, table.options().dtype(at::kLong).requires_grad(false));
  const Tensor rows = places.unsqueeze(1) - places.unsqueeze(0) + zero;
  return wide(table).index_select(0, rows.flatten()).view({length, length, -1}).permute({2, 0, 1});
}

}  // namespace

Tensor activate(const Tensor& x, Activation activation) {
  return narrow_as(activate_wide(wide(x), activation), x);
}

Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, int64_t stride,
              Padding padding, int64_t groups, int64_t dilation) {
  Tensor input = wide(x);
  const bool even = padding.top == padding.bottom && padding.left == padding.right;
  if (!even) {
    input =
        at::constant_pad_nd(input, {padding.left, padding.right, padding.top, padding.bottom}, 0);
  }
  const std::vector<int64_t> sides =
      even ? std::vector<int64_t>{padding.top, padding.left} : std::vector<int64_t>{0, 0};
  const c10::optional<Tensor> maybe_bias =
      bias.defined() ? c10::optional<Tensor>(bias) : c10::nullopt;
  const Tensor result = at::convolution(input, weight, maybe_bias, {stride, stride}, sides,
                                        {dilation, dilation}, false, {0, 0}, groups);
  return channels_last(narrow_as(result, x));
}

Tensor batch_norm_add(const Tensor& x, const Tensor& weight, const Tensor& bias,
                      Tensor& running_mean, Tensor& running_var, bool training, double momentum,
                      double eps, const Tensor& residual, Activation activation) {
  Tensor result = at::batch_norm(wide(x), weight, bias, running_mean, running_var, training,
                                 momentum, eps, false);
  if (residual.defined()) result = result + wide(residual);
  return narrow_as(activate_wide(result, activation), x);
}

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation activation) {
  Tensor result = at::matmul(wide(x), weight.t());
  if (bias.defined()) result = result + bias;
  return narrow_as(activate_wide(result, activation), x);
}

Tensor add_layer_norm(const Tensor& x, const Tensor& residual, const Tensor& weight,
                      const Tensor& bias, double eps) {
  const Tensor sum = residual.defined() ? wide(x) + wide(residual) : wide(x);
  return narrow_as(at::layer_norm(sum, {sum.size(-1)}, weight, bias, eps), x);
}

Tensor packed_attention(const Tensor& q, const Tensor& k, const Tensor& v, const Tensor& offsets,
                        const AttentionOptions& asked) {
  AttentionOptions options = asked;
  if (options.rows.defined()) {
    for (Tensor* table : {&options.by_query, &options.by_key, &options.biases}) {
      if (table->defined()) *table = table->index_select(0, options.rows);
    }
  }
  const int64_t heads = options.heads, width = q.size(1) / heads;
  const auto* begin = offsets.data_ptr<int32_t>();
  std::vector<int64_t> lengths;
  for (int64_t b = 0; b + 1 < offsets.numel(); ++b) lengths.push_back(begin[b + 1] - begin[b]);
  // Split once: a piece taken out by itself would have a gradient of the whole batch's size.
  const auto by_sequence = [&](const Tensor& t) { return wide(t).split_with_sizes(lengths); };
  const std::vector<Tensor> queries = by_sequence(q), keys = by_sequence(k),
                            values = by_sequence(v);
  std::vector<Tensor> results;
  for (size_t b = 0; b < lengths.size(); ++b) {
    const int64_t length = lengths[b];
    const auto by_head = [&](const Tensor& t) {
      return t.reshape({length, heads, width}).transpose(0, 1);
    };
    const Tensor query = by_head(queries[b]), key = by_head(keys[b]);
    Tensor scores = at::matmul(query, key.transpose(1, 2));  // [H, T, T]
    if (options.by_query.defined() || options.by_key.defined())
      scores = scores + by_distance(query, key, options);
    scores = scores * options.scale;
    if (options.biases.defined()) scores = scores + biases_of(options.biases, length);
    Tensor shares = at::softmax(scores, -1);
    if (options.dropout > 0) {
      const Tensor keep = at::empty(shares.sizes(), at::kFloat);
      auto* out = keep.data_ptr<float>();
      const uint32_t threshold = drop_threshold(options.dropout);
      for (int64_t h = 0; h < heads; ++h) {
        for (int64_t i = 0; i < length; ++i) {
          const DrawRow row = attention_row(options.dropout_seed, static_cast<int64_t>(b), h, i);
          for (int64_t j = 0; j < length; ++j) {
            *out++ = row(static_cast<uint32_t>(j)) < threshold ? 0.0f : 1.0f;
          }
        }
      }
      shares = shares * keep.to(shares.device()) / (1 - options.dropout);
    }
    results.push_back(
        at::matmul(shares, by_head(values[b])).transpose(0, 1).reshape({length, heads * width}));
  }
  return narrow_as(at::cat(results, 0), q);
}

Tensor dropout(const Tensor& x, double p, uint64_t seed) {
  const Tensor keep = at::empty(x.sizes(), at::kFloat);
  auto* out = keep.data_ptr<float>();
  const uint32_t threshold = drop_threshold(p);
  for (int64_t at = 0; at < x.numel(); at += kDropoutRow) {
    const DrawRow row = dropout_row(seed, at / kDropoutRow);
    for (int64_t j = 0; j < std::min(kDropoutRow, x.numel() - at); ++j) {
      out[at + j] = row(static_cast<uint32_t>(j)) < threshold ? 0.0f : 1.0f;
    }
  }
  return narrow_as(wide(x) * keep.to(x.device()) * (1 / (1 - p)), x);
}

Tensor max_pool2d(const Tensor& x, int64_t size, int64_t stride, int64_t padding, bool ceil) {
  return narrow_as(
      at::max_pool2d(wide(x), {size, size}, {stride, stride}, {padding, padding}, {1, 1}, ceil), x);
}

Tensor global_average_pool(const Tensor& x) {
  return narrow_as(wide(x).mean({2, 3}), x);
}

Tensor scale_channels(const Tensor& x, const Tensor& gate) {
  return narrow_as(wide(x) * wide(gate).unsqueeze(-1).unsqueeze(-1), x);
}

}  // namespace sempurna::kernels::plain
