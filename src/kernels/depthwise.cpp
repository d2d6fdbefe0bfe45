#include "kernels/depthwise.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <vector>

#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

struct Work {
  const ConvolutionShape& shape;
  Tensor weight;  ///< [kernel · kernel, channels]
  int64_t slices;

  Work(const ConvolutionShape& shape, const Tensor& master)
      : shape(shape),
        weight(master.view({shape.channels, -1}).t().contiguous()),
        // All channels at once read memory in order; parts of them give every thread something to
        // do.
        slices(std::min((at::get_num_threads() + shape.batch - 1) / shape.batch,
                        shape.channels / 16)) {}

  vector::Depthwise piece(const Tensor& x, void* y, int64_t picture, int64_t slice) const {
    const int64_t lanes = shape.channels / 16;
    const int64_t first = lanes * slice / slices * 16, end = lanes * (slice + 1) / slices * 16;
    return {at_value(x, picture * shape.rows * shape.columns * shape.channels),
            y,
            weight.data_ptr<float>(),
            shape.rows,
            shape.columns,
            shape.channels,
            shape.out_rows(),
            shape.out_columns(),
            shape.kernel_rows,
            shape.stride,
            shape.padding.top,
            shape.padding.left,
            first,
            end - first};
  }

  /// Room for a thread's rows: zeros at first, as at each change of the slice's width.
  struct Workspace {
    std::vector<float> memory;
    int64_t count = 0;

    float* of(const vector::Depthwise& piece) {
      if (piece.count != count) memory.assign(vector::depthwise_workspace(piece), 0.0f);
      count = piece.count;
      return memory.data();
    }
  };

  /// Calls body once per thread with a function that calls another for each (picture, slice) of it.
  template <class Body>
  void for_each(int64_t bytes, Body body) const {
    const int64_t items = shape.batch * slices;
    in_threads(share_threads(items, bytes), items, [&](int, int64_t begin, int64_t end) {
      body([&](auto each) {
        for (int64_t item = begin; item < end; ++item) each(item / slices, item % slices);
      });
    });
  }
};

/// Sums the parts of all pictures, [batch, values], in their order.
std::vector<double> sum_parts(const std::vector<double>& parts, int64_t batch, int64_t values) {
  std::vector<double> sum(values, 0.0);
  for (int64_t b = 0; b < batch; ++b) {
    for (int64_t i = 0; i < values; ++i) sum[i] += parts[b * values + i];
  }
  return sum;
}

}  // namespace

bool is_fast_depthwise_back(const ConvolutionShape& s) {
  const Padding& p = s.padding;
  const bool served = s.groups == s.channels && s.out_channels == s.channels &&
                      s.channels % 16 == 0 && s.kernel_rows == s.kernel_columns &&
                      (s.kernel_rows == 3 || s.kernel_rows == 5) &&
                      (s.stride == 1 || s.stride == 2) &&
                      std::max({p.top, p.left, p.bottom, p.right}) < s.kernel_rows;
  return served && (s.kernel_rows == 5 || s.out_columns() >= 10);
}

bool is_fast_depthwise(const ConvolutionShape& s) {
  return is_fast_depthwise_back(s) && s.type == dnnl::memory::data_type::bf16 &&
         s.out_columns() >= 20;
}

DepthwiseResult depthwise(const ConvolutionShape& s, const Tensor& x, const Tensor& weight,
                          bool with_moments) {
  const Work work(s, weight);
  const int64_t channels = s.channels, rows = s.out_rows(), columns = s.out_columns();
  Tensor y = at::empty({s.batch, channels, rows, columns},
                       x.options().memory_format(at::MemoryFormat::ChannelsLast));
  const auto picture_of_y = [&](int64_t b) { return at_value(y, b * rows * columns * channels); };
  std::vector<float> pivot;
  std::vector<double> sums, squares;
  if (with_moments) {
    // The first pixel of y, made for this alone, as in moments().
    Work::Workspace workspace;
    for (int64_t slice = 0; slice < work.slices; ++slice) {
      const auto piece = work.piece(x, picture_of_y(0), 0, slice);
      loops(x).depthwise(piece, 0, 1, workspace.of(piece), nullptr, nullptr, nullptr);
    }
    const Tensor pixel = y.select(0, 0).select(1, 0).select(1, 0).to(at::kFloat).contiguous();
    pivot.assign(pixel.data_ptr<float>(), pixel.data_ptr<float>() + channels);
    sums.resize(s.batch * channels);
    squares.resize(s.batch * channels);
  }
  work.for_each(x.nbytes(), [&](auto for_mine) {
    // fp32 sums over a few rows at a time, then double.
    const int64_t band = std::max<int64_t>(1, 512 / columns);
    std::vector<float> sum(channels), square(channels);
    Work::Workspace workspace;
    for_mine([&](int64_t picture, int64_t slice) {
      const auto piece = work.piece(x, picture_of_y(picture), picture, slice);
      for (int64_t row = 0; row < rows; row += band) {
        std::fill(sum.begin(), sum.end(), 0.0f);
        std::fill(square.begin(), square.end(), 0.0f);
        loops(x).depthwise(piece, row, std::min(rows, row + band), workspace.of(piece),
                           with_moments ? pivot.data() : nullptr, sum.data(), square.data());
        if (!with_moments) continue;
        for (int64_t c = 0; c < piece.count; ++c) {
          sums[picture * channels + piece.first + c] += sum[c];
          squares[picture * channels + piece.first + c] += square[c];
        }
      }
    });
  });
  if (!with_moments) return {y, std::nullopt};
  return {y, moments_from(sum_parts(sums, s.batch, channels), sum_parts(squares, s.batch, channels),
                          pivot, s.batch * rows * columns)};
}

Tensor depthwise_back(const ConvolutionShape& s, const Tensor& x, const Tensor& weight,
                      const Tensor& y, const Tensor& dz, const Tensor& values,
                      const NormGradients& gradients, Activation activation, const Tensor& dx) {
  const Work work(s, weight);
  const int64_t channels = s.channels, taps = s.kernel_rows * s.kernel_columns;
  const int64_t out_pixels = s.out_rows() * s.out_columns(), pixels = s.rows * s.columns;
  const auto* scale = values.data_ptr<float>();
  std::vector<double> parts(s.batch * taps * channels);
  work.for_each(x.nbytes() + 2 * y.nbytes(), [&](auto for_mine) {
    std::vector<float> dweight(taps * channels);
    Work::Workspace workspace;
    for_mine([&](int64_t picture, int64_t slice) {
      const auto piece = work.piece(x, nullptr, picture, slice);
      const vector::NormGradient norm = {at_value(y, picture * out_pixels * channels),
                                         at_value(dz, picture * out_pixels * channels),
                                         nullptr,
                                         channels,
                                         scale,
                                         scale + channels,
                                         scale + 2 * channels,
                                         gradients.of_dy.data(),
                                         gradients.of_x.data(),
                                         gradients.constant.data(),
                                         activation};
      std::fill(dweight.begin(), dweight.end(), 0.0f);
      loops(x).depthwise_gradient(
          piece, norm, dx.defined() ? at_value(dx, picture * pixels * channels) : nullptr,
          workspace.of(piece), dweight.data());
      for (int64_t tap = 0; tap < taps; ++tap) {
        double* part = parts.data() + (picture * taps + tap) * channels + piece.first;
        for (int64_t c = 0; c < piece.count; ++c) part[c] = dweight[tap * piece.count + c];
      }
    });
  });
  const auto sum = sum_parts(parts, s.batch, taps * channels);
  const Tensor result = at::empty(weight.sizes(), at::kFloat);
  auto* to = result.data_ptr<float>();
  for (int64_t c = 0; c < channels; ++c) {
    for (int64_t tap = 0; tap < taps; ++tap) {
      to[c * taps + tap] = static_cast<float>(sum[tap * channels + c]);
    }
  }
  return result;
}

}  // namespace sempurna::kernels
