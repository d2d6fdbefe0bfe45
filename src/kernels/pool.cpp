#include "kernels/pool.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "base/error.h"
#include "kernels/plain.h"
#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kLayout = at::MemoryFormat::ChannelsLast;

Tensor gradient_like(const Tensor& gradient, at::ScalarType type) {
  return gradient.to(type).contiguous(kLayout);
}

/// As PyTorch counts: with `ceil`, a window that begins outside picture and left padding is left
/// out.
int64_t windows(int64_t extent, int64_t size, int64_t stride, int64_t padding, bool ceil) {
  const int64_t room = extent + 2 * padding - size;
  int64_t count = (room + (ceil ? stride - 1 : 0)) / stride + 1;
  if (ceil && (count - 1) * stride >= extent + padding) --count;
  return count;
}

/// Calls body(picture, first row, last row) for rows of all pictures, shared among threads.
template <class Body>
void over_rows(int64_t pictures, int64_t rows, int64_t bytes, Body body) {
  in_threads(share_threads(pictures * rows, bytes), pictures * rows,
             [&](int, int64_t begin, int64_t end) {
               while (begin < end) {
                 const int64_t picture = begin / rows, first = begin % rows;
                 const int64_t last = std::min(rows, first + end - begin);
                 body(picture, first, last);
                 begin += last - first;
               }
             });
}

struct MaxPool2d : torch::autograd::Function<MaxPool2d> {
  static vector::MaxPool picture(const Tensor& x, const Tensor& z, const Tensor& from,
                                 int64_t picture, int64_t size, int64_t stride, int64_t padding) {
    const int64_t channels = x.size(1);
    return {at_value(x, picture * x.size(2) * x.size(3) * channels),
            z.defined() ? at_value(z, picture * z.size(2) * z.size(3) * channels) : nullptr,
            from.data_ptr<uint8_t>() + picture * from.size(2) * from.size(3) * channels,
            x.size(2),
            x.size(3),
            channels,
            from.size(2),
            from.size(3),
            size,
            stride,
            padding};
  }

  static Tensor forward(AutogradContext* context, const Tensor& x, int64_t size, int64_t stride,
                        int64_t padding, bool ceil) {
    const auto options = x.options().memory_format(kLayout);
    Tensor z = at::empty({x.size(0), x.size(1), windows(x.size(2), size, stride, padding, ceil),
                          windows(x.size(3), size, stride, padding, ceil)},
                         options);
    const Tensor from = at::empty(z.sizes(), options.dtype(at::kByte));
    over_rows(z.size(0), z.size(2), x.nbytes(), [&](int64_t number, int64_t first, int64_t last) {
      loops(x).max_pool(picture(x, z, from, number, size, stride, padding), first, last);
    });
    context->save_for_backward({x, from});
    context->saved_data["window"] = std::vector<int64_t>{size, stride, padding};
    return z;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &from = saved[1];
    const auto window = context->saved_data["window"].toIntVector();
    const Tensor dz = gradient_like(gradients[0], x.scalar_type());
    Tensor dx = at::empty_like(x);
    over_rows(x.size(0), x.size(2), x.nbytes(), [&](int64_t number, int64_t first, int64_t last) {
      const auto pool = picture(x, {}, from, number, window[0], window[1], window[2]);
      loops(x).max_pool_gradient(pool, at_value(dz, number * dz.size(1) * dz.size(2) * dz.size(3)),
                                 at_value(dx, number * x.size(1) * x.size(2) * x.size(3)), first,
                                 last);
    });
    return {dx, Tensor(), Tensor(), Tensor(), Tensor()};
  }
};

struct GlobalAveragePool : torch::autograd::Function<GlobalAveragePool> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    const int64_t channels = x.size(1), pixels = x.size(2) * x.size(3);
    const Tensor sums = at::zeros({x.size(0), channels}, at::kFloat);
    in_threads(share_threads(x.size(0), x.nbytes()), x.size(0),
               [&](int, int64_t begin, int64_t end) {
                 for (int64_t b = begin; b < end; ++b) {
                   loops(x).column_sums(at_value(x, b * pixels * channels), pixels, channels,
                                        sums.data_ptr<float>() + b * channels);
                 }
               });
    context->saved_data["sizes"] = x.sizes().vec();
    return sums.div_(static_cast<double>(pixels)).to(x.scalar_type());
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto sizes = context->saved_data["sizes"].toIntVector();
    const int64_t channels = sizes[1], pixels = sizes[2] * sizes[3];
    const Tensor dz = gradients[0];
    const Tensor shares = dz.to(at::kFloat).contiguous() / static_cast<double>(pixels);
    Tensor dx = at::empty(sizes, dz.options().memory_format(kLayout));
    in_threads(share_threads(sizes[0], dx.nbytes()), sizes[0],
               [&](int, int64_t begin, int64_t end) {
                 for (int64_t b = begin; b < end; ++b) {
                   loops(dx).fill_rows(shares.data_ptr<float>() + b * channels,
                                       at_value(dx, b * pixels * channels), pixels, channels);
                 }
               });
    return {dx};
  }
};

struct ScaleChannels : torch::autograd::Function<ScaleChannels> {
  static Tensor scaled(const Tensor& x, const Tensor& gate) {
    const int64_t channels = x.size(1), pixels = x.size(2) * x.size(3);
    const Tensor factors = gate.to(at::kFloat).contiguous();
    Tensor z = at::empty_like(x);
    in_threads(share_threads(x.size(0), x.nbytes()), x.size(0),
               [&](int, int64_t begin, int64_t end) {
                 for (int64_t b = begin; b < end; ++b) {
                   const int64_t first = b * pixels * channels;
                   loops(x).scale_rows(at_value(x, first), factors.data_ptr<float>() + b * channels,
                                       at_value(z, first), pixels, channels);
                 }
               });
    return z;
  }

  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& gate) {
    context->save_for_backward({x, gate});
    return scaled(x, gate);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &gate = saved[1];
    const int64_t channels = x.size(1), pixels = x.size(2) * x.size(3);
    const Tensor dz = gradient_like(gradients[0], x.scalar_type());
    const Tensor sums = at::zeros({x.size(0), channels}, at::kFloat);
    in_threads(share_threads(x.size(0), 2 * x.nbytes()), x.size(0),
               [&](int, int64_t begin, int64_t end) {
                 for (int64_t b = begin; b < end; ++b) {
                   const int64_t first = b * pixels * channels;
                   loops(x).column_products(at_value(x, first), at_value(dz, first), pixels,
                                            channels, sums.data_ptr<float>() + b * channels);
                 }
               });
    return {scaled(dz, gate), sums.to(gate.scalar_type())};
  }
};

}  // namespace

Tensor max_pool2d(const Tensor& x, int64_t size, int64_t stride, int64_t padding, bool ceil) {
  ensure(size > 0 && size < 16 && stride > 0 && padding >= 0 && 2 * padding <= size,
         "a window of 1 to 15 pixels, padded by half of it at most");
  ensure(x.size(2) + 2 * padding >= size && x.size(3) + 2 * padding >= size,
         "a picture no smaller than the window");
  if (!served(x)) return plain::max_pool2d(x, size, stride, padding, ceil);
  return MaxPool2d::apply(x.contiguous(kLayout), size, stride, padding, ceil);
}

Tensor global_average_pool(const Tensor& x) {
  if (!served(x)) return plain::global_average_pool(x);
  return GlobalAveragePool::apply(x.contiguous(kLayout));
}

Tensor scale_channels(const Tensor& x, const Tensor& gate) {
  ensure(gate.dim() == 2 && gate.size(0) == x.size(0) && gate.size(1) == x.size(1),
         "a gate per channel of each picture");
  if (!served(x)) return plain::scale_channels(x, gate);
  return ScaleChannels::apply(x.contiguous(kLayout), gate);
}

Tensor global_max_pool(const Tensor& x) {
  return x.amax({2, 3});
}

Tensor halve(const Tensor& x) {
  const Tensor wide = x.scalar_type() == at::kBFloat16 ? x.to(at::kFloat) : x;
  return at::avg_pool2d(wide, {2, 2}, {2, 2}, {0, 0}, true, false)
      .to(x.scalar_type())
      .contiguous(at::MemoryFormat::ChannelsLast);
}

}  // namespace sempurna::kernels
