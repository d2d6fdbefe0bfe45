#include "kernels/norm_passes.h"

#include <ATen/ATen.h>

#include <cmath>
#include <numeric>

#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

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

struct WideValues {
  std::vector<float> scale, shift, mean;

  WideValues(const Rows& rows, const Tensor& values)
      : scale(row(rows, values, 0)), shift(row(rows, values, 1)), mean(row(rows, values, 2)) {}

 private:
  static std::vector<float> row(const Rows& rows, const Tensor& values, int64_t number) {
    const auto* from = values.data_ptr<float>() + number * rows.channels;
    return rows.repeated({from, from + rows.channels});
  }
};

vector::NormGradient cut(const Tensor& x, const Tensor& dz, const Tensor& residual,
                         const Rows& rows, const WideValues& wide, Activation activation,
                         int64_t first) {
  return {at_value(x, first),
          at_value(dz, first),
          residual.defined() ? at_value(residual, first) : nullptr,
          rows.width,
          wide.scale.data(),
          wide.shift.data(),
          wide.mean.data(),
          nullptr,
          nullptr,
          nullptr,
          activation};
}

}  // namespace

Moments moments_from(std::vector<double> sum, std::vector<double> square,
                     const std::vector<float>& pivot, int64_t pixels) {
  const auto n = static_cast<double>(pixels);
  for (size_t c = 0; c < sum.size(); ++c) {
    const double shift = sum[c] / n;
    sum[c] = pivot[c] + shift;
    square[c] = std::max(0.0, square[c] / n - shift * shift);
  }
  return {std::move(sum), std::move(square)};
}

Moments moments(const Tensor& x) {
  const Rows rows(x);
  // Deviations are taken from the first pixel, which keeps fp32 sums exact enough however far the
  // mean is from zero.
  const Tensor pixel = x.select(0, 0).select(1, 0).select(1, 0).to(at::kFloat).contiguous();
  const auto* first = pixel.data_ptr<float>();
  const std::vector<float> pivot(first, first + rows.channels), wide = rows.repeated(pivot);
  auto [sum, square] = rows.sums(x.nbytes(), [&](int64_t at, int64_t count, float* s, float* q) {
    loops(x).column_moments(at_value(x, at), count, rows.width, wide.data(), s, q);
  });
  return moments_from(std::move(sum), std::move(square), pivot, rows.values / rows.channels);
}

void move_running(const Moments& batch, int64_t pixels, double momentum, Tensor& running_mean,
                  Tensor& running_var) {
  const auto n = static_cast<double>(pixels);
  auto* mean = running_mean.data_ptr<float>();
  auto* var = running_var.data_ptr<float>();
  for (size_t c = 0; c < batch.mean.size(); ++c) {
    const double unbiased = batch.variance[c] * n / std::max(1.0, n - 1);
    mean[c] = static_cast<float>((1 - momentum) * mean[c] + momentum * batch.mean[c]);
    var[c] = static_cast<float>((1 - momentum) * var[c] + momentum * unbiased);
  }
  // Written past libtorch, which counts versions to notice stale uses.
  running_mean.unsafeGetTensorImpl()->bump_version();
  running_var.unsafeGetTensorImpl()->bump_version();
}

Moments running_moments(const Tensor& running_mean, const Tensor& running_var) {
  const auto values = [](const Tensor& t) {
    return std::vector<double>(t.data_ptr<float>(), t.data_ptr<float>() + t.numel());
  };
  return {values(running_mean), values(running_var)};
}

Tensor norm_values(const Moments& moments, const Tensor& weight, const Tensor& bias, double eps) {
  const auto channels = static_cast<int64_t>(moments.mean.size());
  Tensor values = at::empty({4, channels}, at::kFloat);
  auto* scale = values.data_ptr<float>();
  auto *shift = scale + channels, *mean = shift + channels, *inverse = mean + channels;
  for (int64_t c = 0; c < channels; ++c) {
    const double deviation = std::sqrt(moments.variance[c] + eps);
    const double factor = weight.data_ptr<float>()[c] / deviation;
    scale[c] = static_cast<float>(factor);
    shift[c] = static_cast<float>(bias.data_ptr<float>()[c] - moments.mean[c] * factor);
    mean[c] = static_cast<float>(moments.mean[c]);
    inverse[c] = static_cast<float>(1 / deviation);
  }
  return values;
}

Tensor normalise(const Tensor& x, const Tensor& values, const Tensor& residual,
                 Activation activation) {
  const Rows rows(x);
  const WideValues wide(rows, values);
  Tensor z = at::empty_like(x);
  in_threads(
      share_threads(rows.count, x.nbytes()), rows.count, [&](int, int64_t begin, int64_t end) {
        const int64_t first = begin * rows.width;
        loops(x).scale_shift(
            {at_value(x, first), residual.defined() ? at_value(residual, first) : nullptr,
             at_value(z, first), rows.width, wide.scale.data(), wide.shift.data(), activation},
            rows.values_in(begin, end));
      });
  return z;
}

NormGradients norm_gradients(const Tensor& x, const Tensor& dz, const Tensor& residual,
                             const Tensor& values, const Tensor& weight, bool by_batch,
                             Activation activation) {
  const Rows rows(x);
  const WideValues wide(rows, values);
  const auto [sum, product] =
      rows.sums(2 * x.nbytes(), [&](int64_t at, int64_t count, float* s, float* p) {
        loops(x).norm_gradient_sums(cut(x, dz, residual, rows, wide, activation, at), count, s, p);
      });
  const int64_t channels = rows.channels;
  const auto n = static_cast<double>(rows.values / channels);
  const auto* inverse = values.data_ptr<float>() + 3 * channels;
  const std::vector<float> zeros(channels, 0.0f);
  NormGradients result{at::empty({channels}, at::kFloat), at::empty({channels}, at::kFloat), zeros,
                       zeros, zeros};
  for (int64_t c = 0; c < channels; ++c) {
    result.weight.data_ptr<float>()[c] = static_cast<float>(product[c] * inverse[c]);
    result.bias.data_ptr<float>()[c] = static_cast<float>(sum[c]);
    const double factor = static_cast<double>(weight.data_ptr<float>()[c]) * inverse[c];
    result.of_dy[c] = static_cast<float>(factor);
    if (by_batch) {
      result.of_x[c] = static_cast<float>(-factor * inverse[c] * inverse[c] * product[c] / n);
      result.constant[c] = static_cast<float>(-factor * sum[c] / n);
    }
  }
  return result;
}

void normalise_back(const Tensor& x, const Tensor& dz, const Tensor& residual, const Tensor& values,
                    const NormGradients& gradients, Activation activation, const Tensor& dx,
                    const Tensor& dresidual) {
  const Rows rows(x);
  const WideValues wide(rows, values);
  const auto of_dy = rows.repeated(gradients.of_dy), of_x = rows.repeated(gradients.of_x),
             constant = rows.repeated(gradients.constant);
  in_threads(share_threads(rows.count, 2 * x.nbytes()), rows.count,
             [&](int, int64_t begin, int64_t end) {
               const int64_t first = begin * rows.width;
               vector::NormGradient part = cut(x, dz, residual, rows, wide, activation, first);
               part.of_dy = of_dy.data();
               part.of_x = of_x.data();
               part.constant = constant.data();
               loops(x).norm_gradient(part, rows.values_in(begin, end), at_value(dx, first),
                                      dresidual.defined() ? at_value(dresidual, first) : nullptr);
             });
}

}  // namespace sempurna::kernels
