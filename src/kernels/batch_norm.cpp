#include "kernels/batch_norm.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "base/error.h"
#include "kernels/plain.h"
#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Channels-last memory as rows of whole lanes: see vector/batch_norm.h.
struct Rows {
  int64_t channels;
  int64_t repeats;  ///< pixels a row
  int64_t width;
  int64_t count;  ///< rows, the last perhaps not full
  int64_t values;

  explicit Rows(const Tensor& x) : channels(x.size(1)), values(x.numel()) {
    const int64_t least = 16 / std::gcd<int64_t>(channels, 16);
    repeats = least * std::max<int64_t>(1, 64 / (channels * least));
    width = channels * repeats;
    count = (values + width - 1) / width;
  }

  std::vector<float> repeated(const std::vector<float>& per_channel) const {
    std::vector<float> row(width);
    for (int64_t i = 0; i < width; ++i) row[i] = per_channel[i % channels];
    return row;
  }

  /// Values of the rows [begin, end).
  int64_t values_in(int64_t begin, int64_t end) const {
    return std::min(values, end * width) - begin * width;
  }

  /// Two sums per channel over all pixels. `add(first, count, sums, others)` adds a block's to two
  /// rows of floats; blocks are joined in double and threads in their order.
  template <class Add>
  std::pair<std::vector<double>, std::vector<double>> sums(int64_t bytes, Add add) const {
    constexpr int64_t kBlock = 128;
    const int threads = share_threads(count, bytes);
    std::vector<double> parts(threads * 2 * width, 0.0);
    in_threads(threads, count, [&](int thread, int64_t begin, int64_t end) {
      std::vector<float> block(2 * width);
      double* own = parts.data() + thread * 2 * width;
      for (int64_t at = begin; at < end; at += kBlock) {
        std::fill(block.begin(), block.end(), 0.0f);
        add(at * width, values_in(at, std::min(end, at + kBlock)), block.data(),
            block.data() + width);
        for (int64_t i = 0; i < 2 * width; ++i) own[i] += block[i];
      }
    });
    std::pair<std::vector<double>, std::vector<double>> result(channels, channels);
    for (auto* sum : {&result.first, &result.second}) std::fill(sum->begin(), sum->end(), 0.0);
    for (int thread = 0; thread < threads; ++thread) {
      const double* own = parts.data() + thread * 2 * width;
      for (int64_t i = 0; i < width; ++i) {
        result.first[i % channels] += own[i];
        result.second[i % channels] += own[width + i];
      }
    }
    return result;
  }
};

struct Moments {
  std::vector<double> mean;
  std::vector<double> variance;
};

/// Mean and biased variance per channel. Deviations are taken from the first pixel, which keeps
/// fp32 sums exact enough however far the mean is from zero.
Moments moments(const Tensor& x, const Rows& rows) {
  std::vector<float> first(rows.channels);
  const Tensor pixel = x.select(0, 0).select(1, 0).select(1, 0).to(at::kFloat).contiguous();
  std::copy_n(pixel.data_ptr<float>(), rows.channels, first.begin());
  const std::vector<float> pivot = rows.repeated(first);
  auto [sum, square] = rows.sums(x.nbytes(), [&](int64_t at, int64_t count, float* s, float* q) {
    loops(x).column_moments(at_value(x, at), count, rows.width, pivot.data(), s, q);
  });
  const double n = static_cast<double>(rows.values / rows.channels);
  for (int64_t c = 0; c < rows.channels; ++c) {
    const double shift = sum[c] / n;
    sum[c] = first[c] + shift;
    square[c] = std::max(0.0, square[c] / n - shift * shift);
  }
  return {sum, square};
}

void move(Tensor& running, const std::vector<double>& value, double momentum) {
  auto* data = running.data_ptr<float>();
  for (size_t c = 0; c < value.size(); ++c) {
    data[c] = static_cast<float>((1 - momentum) * data[c] + momentum * value[c]);
  }
  running.unsafeGetTensorImpl()->bump_version();
}

struct BatchNorm : torch::autograd::Function<BatchNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const Tensor& bias, const c10::optional<Tensor>& maybe_residual,
                        Tensor running_mean, Tensor running_var, bool training, double momentum,
                        double eps, int64_t activation) {
    const Tensor residual = or_undefined(maybe_residual);
    const Rows rows(x);
    const int64_t channels = rows.channels;
    Moments m;
    if (training) {
      m = moments(x, rows);
      const double n = static_cast<double>(rows.values / channels);
      std::vector<double> unbiased = m.variance;
      for (double& value : unbiased) value *= n / std::max(1.0, n - 1);
      move(running_mean, m.mean, momentum);
      move(running_var, unbiased, momentum);
    } else {
      m.mean.assign(running_mean.data_ptr<float>(), running_mean.data_ptr<float>() + channels);
      m.variance.assign(running_var.data_ptr<float>(), running_var.data_ptr<float>() + channels);
    }
    // Kept for the gradient: scale, shift, mean and 1 / deviation, in this order.
    const Tensor kept = at::empty({4, channels}, at::kFloat);
    auto* scale = kept.data_ptr<float>();
    auto *shift = scale + channels, *mean = shift + channels, *inverse = mean + channels;
    for (int64_t c = 0; c < channels; ++c) {
      const double deviation = std::sqrt(m.variance[c] + eps);
      const double factor = weight.data_ptr<float>()[c] / deviation;
      scale[c] = static_cast<float>(factor);
      shift[c] = static_cast<float>(bias.data_ptr<float>()[c] - m.mean[c] * factor);
      mean[c] = static_cast<float>(m.mean[c]);
      inverse[c] = static_cast<float>(1 / deviation);
    }
    Tensor z = at::empty_like(x);
    const auto wide_scale = rows.repeated({scale, scale + channels});
    const auto wide_shift = rows.repeated({shift, shift + channels});
    in_threads(share_threads(rows.count, x.nbytes()), rows.count,
               [&](int, int64_t begin, int64_t end) {
                 const int64_t first = begin * rows.width;
                 loops(x).scale_shift(
                     {at_value(x, first), residual.defined() ? at_value(residual, first) : nullptr,
                      at_value(z, first), rows.width, wide_scale.data(), wide_shift.data(),
                      static_cast<Activation>(activation)},
                     rows.values_in(begin, end));
               });
    context->save_for_backward(
        {x, weight, kept,
         static_cast<Activation>(activation) == Activation::None ? Tensor() : residual});
    context->saved_data["training"] = training;
    context->saved_data["residual"] = residual.defined();
    context->saved_data["activation"] = activation;
    return z;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1], &kept = saved[2], &residual = saved[3];
    const bool training = context->saved_data["training"].toBool();
    const auto activation = static_cast<Activation>(context->saved_data["activation"].toInt());
    const Rows rows(x);
    const int64_t channels = rows.channels;
    const Tensor dz = gradients[0].to(x.scalar_type()).contiguous(at::MemoryFormat::ChannelsLast);
    const auto* scale = kept.data_ptr<float>();
    const auto *mean = scale + 2 * channels, *inverse = scale + 3 * channels;
    const auto wide_scale = rows.repeated({scale, scale + channels});
    const auto wide_shift = rows.repeated({scale + channels, scale + 2 * channels});
    const auto wide_mean = rows.repeated({mean, mean + channels});
    const auto cut = [&](int64_t first) {
      return vector::NormGradient{at_value(x, first),
                                  at_value(dz, first),
                                  residual.defined() ? at_value(residual, first) : nullptr,
                                  rows.width,
                                  wide_scale.data(),
                                  wide_shift.data(),
                                  wide_mean.data(),
                                  nullptr,
                                  nullptr,
                                  nullptr,
                                  activation};
    };
    const auto [sum, product] =
        rows.sums(2 * x.nbytes(), [&](int64_t at, int64_t count, float* s, float* q) {
          loops(x).norm_gradient_sums(cut(at), count, s, q);
        });
    const double n = static_cast<double>(rows.values / channels);
    std::vector<float> of_dy(channels), of_x(channels, 0.0f), constant(channels, 0.0f);
    const Tensor dweight = at::empty({channels}, at::kFloat);
    const Tensor dbias = at::empty({channels}, at::kFloat);
    for (int64_t c = 0; c < channels; ++c) {
      dweight.data_ptr<float>()[c] = static_cast<float>(product[c] * inverse[c]);
      dbias.data_ptr<float>()[c] = static_cast<float>(sum[c]);
      const double factor = static_cast<double>(weight.data_ptr<float>()[c]) * inverse[c];
      of_dy[c] = static_cast<float>(factor);
      if (training) {
        of_x[c] = static_cast<float>(-factor * inverse[c] * inverse[c] * product[c] / n);
        constant[c] = static_cast<float>(-factor * sum[c] / n);
      }
    }
    const bool wants_dresidual =
        context->saved_data["residual"].toBool() && context->needs_input_grad(3);
    Tensor dx, dresidual;
    if (context->needs_input_grad(0)) {
      dx = at::empty_like(x);
      const bool own_dresidual = wants_dresidual && activation != Activation::None;
      if (own_dresidual) dresidual = at::empty_like(x);
      const auto wide_dy = rows.repeated(of_dy), wide_x = rows.repeated(of_x),
                 wide_constant = rows.repeated(constant);
      in_threads(share_threads(rows.count, 2 * x.nbytes()), rows.count,
                 [&](int, int64_t begin, int64_t end) {
                   const int64_t first = begin * rows.width;
                   vector::NormGradient part = cut(first);
                   part.of_dy = wide_dy.data();
                   part.of_x = wide_x.data();
                   part.constant = wide_constant.data();
                   loops(x).norm_gradient(part, rows.values_in(begin, end), at_value(dx, first),
                                          own_dresidual ? at_value(dresidual, first) : nullptr);
                 });
    }
    if (wants_dresidual && activation == Activation::None) dresidual = dz;
    return {dx,       dweight,  dbias,    dresidual, Tensor(),
            Tensor(), Tensor(), Tensor(), Tensor(),  Tensor()};
  }
};

}  // namespace

Tensor batch_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, Tensor& running_mean,
                  Tensor& running_var, bool training, double momentum, double eps,
                  Activation activation) {
  return batch_norm_add(x, weight, bias, running_mean, running_var, training, momentum, eps, {},
                        activation);
}

Tensor batch_norm_add(const Tensor& x, const Tensor& weight, const Tensor& bias,
                      Tensor& running_mean, Tensor& running_var, bool training, double momentum,
                      double eps, const Tensor& residual, Activation activation) {
  for (const Tensor& one : {weight, bias, running_mean, running_var}) {
    ensure(one.numel() == x.size(1), "one value per channel");
  }
  ensure(running_mean.is_contiguous() && running_var.is_contiguous(), "running values in a row");
  ensure(!residual.defined() || residual.sizes() == x.sizes(), "a residual shaped like x");
  if (!served(x)) {
    return plain::batch_norm_add(x, weight, bias, running_mean, running_var, training, momentum,
                                 eps, residual, activation);
  }
  constexpr auto kLayout = at::MemoryFormat::ChannelsLast;
  return BatchNorm::apply(
      x.contiguous(kLayout), weight.contiguous(), bias.contiguous(),
      maybe(residual.defined() ? residual.to(x.scalar_type()).contiguous(kLayout) : Tensor()),
      running_mean, running_var, training, momentum, eps, static_cast<int64_t>(activation));
}

}  // namespace sempurna::kernels
