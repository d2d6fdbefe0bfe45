#include "kernels/conv_norm.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>

#include "base/error.h"
#include "kernels/batch_norm.h"
#include "kernels/convolution_passes.h"
#include "kernels/depthwise.h"
#include "kernels/norm_passes.h"
#include "kernels/plain.h"
#include "kernels/served.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kLayout = at::MemoryFormat::ChannelsLast;

/// The gradient between norm and convolution is made for so many bytes of pictures at a time.
constexpr int64_t kCachedBytes = 8 << 20;

/// dx (unless undefined), the convolution's weight gradient, and dresidual (unless undefined).
Tensor back_in_pieces(const ConvolutionShape& shape, const Tensor& x, const Tensor& weight,
                      const Tensor& y, const Tensor& dz, const Tensor& residual,
                      const Tensor& values, const NormGradients& gradients, Activation activation,
                      const Tensor& dx, const Tensor& dresidual) {
  // bf16 halves the traffic already, and its products want many rows.
  const int64_t per_picture = static_cast<int64_t>(y.nbytes()) / shape.batch;
  const int64_t step = y.scalar_type() == at::kFloat
                           ? std::clamp<int64_t>(kCachedBytes / per_picture, 1, shape.batch)
                           : shape.batch;
  const auto part = [](const Tensor& t, int64_t begin, int64_t count) {
    return t.defined() ? t.narrow(0, begin, count) : t;
  };
  const Tensor room =
      at::empty({step, y.size(1), y.size(2), y.size(3)}, y.options().memory_format(kLayout));
  Tensor dweight;
  for (int64_t begin = 0; begin < shape.batch; begin += step) {
    const int64_t count = std::min(step, shape.batch - begin);
    ConvolutionShape some = shape;
    some.batch = count;
    const Tensor dy = room.narrow(0, 0, count);
    normalise_back(part(y, begin, count), part(dz, begin, count), part(residual, begin, count),
                   values, gradients, activation, dy, part(dresidual, begin, count));
    if (dx.defined()) convolve_back(some, dy, weight, part(dx, begin, count));
    const Tensor more =
        convolution_weight_gradient(some, part(x, begin, count), dy, weight, false).first;
    dweight = dweight.defined() ? dweight.add_(more) : more;
  }
  return dweight;
}

struct ConvNorm : torch::autograd::Function<ConvNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const Tensor& norm_weight, const Tensor& norm_bias,
                        const c10::optional<Tensor>& maybe_residual, Tensor running_mean,
                        Tensor running_var, bool training, double momentum, double eps,
                        int64_t stride, std::vector<int64_t> sides, int64_t groups,
                        int64_t activation_number) {
    const ConvolutionShape shape(x, weight, stride, {sides[0], sides[1], sides[2], sides[3]},
                                 groups);
    const Tensor residual = or_undefined(maybe_residual);
    const auto activation = static_cast<Activation>(activation_number);
    Tensor y;
    std::optional<Moments> used;
    if (is_fast_depthwise(shape)) {
      DepthwiseResult result = depthwise(shape, x, weight, training);
      y = result.y;
      used = std::move(result.moments);
    } else {
      y = convolve(shape, x, weight, {}, Activation::None);
      if (training) used = moments(y);
    }
    if (training) {
      move_running(*used, y.numel() / y.size(1), momentum, running_mean, running_var);
    } else {
      used = running_moments(running_mean, running_var);
    }
    const Tensor values = norm_values(*used, norm_weight, norm_bias, eps);
    context->save_for_backward(
        {x, weight, y, norm_weight, values, activation == Activation::None ? Tensor() : residual});
    context->saved_data["shape"] =
        std::vector<int64_t>{stride, sides[0], sides[1], sides[2], sides[3], groups};
    context->saved_data["training"] = training;
    context->saved_data["residual"] = residual.defined();
    context->saved_data["activation"] = activation_number;
    return normalise(y, values, residual, activation);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1], &y = saved[2], &norm_weight = saved[3],
                 &values = saved[4], &residual = saved[5];
    const auto s = context->saved_data["shape"].toIntVector();
    const ConvolutionShape shape(x, weight, s[0], {s[1], s[2], s[3], s[4]}, s[5]);
    const auto activation = static_cast<Activation>(context->saved_data["activation"].toInt());
    const Tensor dz = gradients[0].to(y.scalar_type()).contiguous(kLayout);
    const NormGradients norm = norm_gradients(y, dz, residual, values, norm_weight,
                                              context->saved_data["training"].toBool(), activation);
    const Tensor dx = context->needs_input_grad(0) ? at::empty_like(x) : Tensor();
    Tensor dweight, dresidual;
    if (is_fast_depthwise_back(shape) && !context->saved_data["residual"].toBool()) {
      dweight = depthwise_back(shape, x, weight, y, dz, values, norm, activation, dx);
    } else {
      const bool wants_dresidual =
          context->saved_data["residual"].toBool() && context->needs_input_grad(4);
      const bool masked = wants_dresidual && activation != Activation::None;
      if (wants_dresidual) dresidual = masked ? at::empty_like(y) : dz;
      dweight = back_in_pieces(shape, x, weight, y, dz, residual, values, norm, activation, dx,
                               masked ? dresidual : Tensor());
    }
    variable_list result = {dx, dweight, norm.weight, norm.bias, dresidual};
    result.resize(14);
    return result;
  }
};

}  // namespace

Tensor conv_norm(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                 int64_t groups, const Norm& norm, const Tensor& residual, Activation activation) {
  if (!is_fused(activation)) {
    return activate(conv_norm(x, weight, stride, padding, groups, norm, residual, Activation::None),
                    activation);
  }
  Tensor mean = norm.running_mean, var = norm.running_var;
  if (!served(x) || weight.scalar_type() != at::kFloat) {
    const Tensor y = conv2d(x, weight, Tensor(), stride, padding, groups);
    return batch_norm_add(y, norm.weight, norm.bias, mean, var, norm.training, norm.momentum,
                          norm.eps, residual, activation);
  }
  check_convolution(x, weight, stride, padding, groups);
  for (const Tensor& one : {norm.weight, norm.bias, mean, var}) {
    ensure(one.numel() == weight.size(0) && one.is_contiguous(), "one value per channel, in a row");
  }
  if (residual.defined()) {
    const ConvolutionShape shape(x, weight, stride, padding, groups);
    const std::vector<int64_t> sizes = {shape.batch, shape.out_channels, shape.out_rows(),
                                        shape.out_columns()};
    ensure(residual.sizes() == at::IntArrayRef(sizes), "a residual shaped like the output");
  }
  return ConvNorm::apply(
      x.contiguous(kLayout), weight.contiguous(), norm.weight, norm.bias,
      maybe(residual.defined() ? residual.to(x.scalar_type()).contiguous(kLayout) : Tensor()), mean,
      var, norm.training, norm.momentum, norm.eps, stride,
      std::vector<int64_t>{padding.top, padding.left, padding.bottom, padding.right}, groups,
      static_cast<int64_t>(activation));
}

}  // namespace sempurna::kernels
