#include "kernels/convolution.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "base/error.h"
#include "kernels/convolution_passes.h"
#include "kernels/plain.h"
#include "kernels/served.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kLayout = at::MemoryFormat::ChannelsLast;

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const c10::optional<Tensor>& maybe_bias, int64_t stride,
                        std::vector<int64_t> sides, int64_t groups) {
    const Tensor bias = or_undefined(maybe_bias);
    context->save_for_backward({x, weight});
    context->saved_data["bias"] = bias.defined();
    context->saved_data["stride"] = stride;
    context->saved_data["sides"] = sides;
    context->saved_data["groups"] = groups;
    return convolve({x, weight, stride, {sides[0], sides[1], sides[2], sides[3]}, groups}, x,
                    weight, bias, Activation::None);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1];
    const auto sides = context->saved_data["sides"].toIntVector();
    const ConvolutionShape shape(x, weight, context->saved_data["stride"].toInt(),
                                 {sides[0], sides[1], sides[2], sides[3]},
                                 context->saved_data["groups"].toInt());
    const Tensor dz = gradients[0].to(x.scalar_type()).contiguous(kLayout);
    const bool bias = context->saved_data["bias"].toBool() && context->needs_input_grad(2);
    Tensor dx, dweight, dbias;
    if (context->needs_input_grad(0)) {
      dx = at::empty_like(x);
      convolve_back(shape, dz, weight, dx);
    }
    if (context->needs_input_grad(1) || bias) {
      std::tie(dweight, dbias) = convolution_weight_gradient(shape, x, dz, weight, bias);
    }
    return {dx, dweight, dbias, Tensor(), Tensor(), Tensor()};
  }
};

}  // namespace

Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, int64_t stride,
              Padding padding, int64_t groups, int64_t dilation) {
  if (dilation > 1) return plain::conv2d(x, weight, bias, stride, padding, groups, dilation);
  check_convolution(x, weight, stride, padding, groups);
  if (!served(x)) return plain::conv2d(x, weight, bias, stride, padding, groups);
  return Convolution::apply(
      x.contiguous(kLayout), weight.contiguous(), maybe(bias.defined() ? bias.contiguous() : bias),
      stride, std::vector<int64_t>{padding.top, padding.left, padding.bottom, padding.right},
      groups);
}

Tensor conv2d_batch_norm(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                         int64_t groups, const Tensor& norm_weight, const Tensor& norm_bias,
                         const Tensor& running_mean, const Tensor& running_var, double eps,
                         Activation activation) {
  check_convolution(x, weight, stride, padding, groups);
  ensure(!at::GradMode::is_enabled(), "prediction without gradients");
  const Tensor factor = norm_weight / (running_var + eps).sqrt();
  const Tensor bias = norm_bias - running_mean * factor;
  const Tensor folded = weight * factor.view({-1, 1, 1, 1});
  if (!served(x)) {
    return plain::activate(plain::conv2d(x, folded, bias, stride, padding, groups), activation);
  }
  const Tensor dense = x.contiguous(kLayout);
  if (!is_fused(activation)) {
    return activate(convolve({dense, folded, stride, padding, groups}, dense, folded.contiguous(),
                             bias.contiguous(), Activation::None),
                    activation);
  }
  return convolve({dense, folded, stride, padding, groups}, dense, folded.contiguous(),
                  bias.contiguous(), activation);
}

}  // namespace sempurna::kernels
