#include "kernels/batch_norm.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "base/error.h"
#include "kernels/norm_passes.h"
#include "kernels/plain.h"
#include "kernels/served.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kLayout = at::MemoryFormat::ChannelsLast;

struct BatchNorm : torch::autograd::Function<BatchNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const Tensor& bias, const c10::optional<Tensor>& maybe_residual,
                        Tensor running_mean, Tensor running_var, bool training, double momentum,
                        double eps, int64_t activation_number) {
    const Tensor residual = or_undefined(maybe_residual);
    const auto activation = static_cast<Activation>(activation_number);
    const Moments used = training ? moments(x) : running_moments(running_mean, running_var);
    if (training) {
      move_running(used, x.numel() / x.size(1), momentum, running_mean, running_var);
    }
    const Tensor values = norm_values(used, weight, bias, eps);
    context->save_for_backward(
        {x, weight, values, activation == Activation::None ? Tensor() : residual});
    context->saved_data["training"] = training;
    context->saved_data["residual"] = residual.defined();
    context->saved_data["activation"] = activation_number;
    return normalise(x, values, residual, activation);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1], &values = saved[2], &residual = saved[3];
    const auto activation = static_cast<Activation>(context->saved_data["activation"].toInt());
    const Tensor dz = gradients[0].to(x.scalar_type()).contiguous(kLayout);
    const NormGradients parts = norm_gradients(
        x, dz, residual, values, weight, context->saved_data["training"].toBool(), activation);
    const bool wants_dresidual =
        context->saved_data["residual"].toBool() && context->needs_input_grad(3);
    Tensor dx, dresidual;
    if (wants_dresidual) dresidual = activation == Activation::None ? dz : at::empty_like(x);
    const bool masked = wants_dresidual && activation != Activation::None;
    if (context->needs_input_grad(0) || masked) {
      dx = at::empty_like(x);
      normalise_back(x, dz, residual, values, parts, activation, dx, masked ? dresidual : Tensor());
    }
    return {dx,       parts.weight, parts.bias, dresidual, Tensor(),
            Tensor(), Tensor(),     Tensor(),   Tensor(),  Tensor()};
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
  if (!is_fused(activation)) {
    return activate(batch_norm_add(x, weight, bias, running_mean, running_var, training, momentum,
                                   eps, residual, Activation::None),
                    activation);
  }
  for (const Tensor& one : {weight, bias, running_mean, running_var}) {
    ensure(one.numel() == x.size(1), "one value per channel");
  }
  ensure(running_mean.is_contiguous() && running_var.is_contiguous(), "running values in a row");
  ensure(!residual.defined() || residual.sizes() == x.sizes(), "a residual shaped like x");
  if (!served(x)) {
    return plain::batch_norm_add(x, weight, bias, running_mean, running_var, training, momentum,
                                 eps, residual, activation);
  }
  return BatchNorm::apply(
      x.contiguous(kLayout), weight.contiguous(), bias.contiguous(),
      maybe(residual.defined() ? residual.to(x.scalar_type()).contiguous(kLayout) : Tensor()),
      running_mean, running_var, training, momentum, eps, static_cast<int64_t>(activation));
}

}  // namespace sempurna::kernels
