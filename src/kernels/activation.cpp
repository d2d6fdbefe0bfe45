#include "kernels/activation.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include "kernels/plain.h"
#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct Activate : torch::autograd::Function<Activate> {
  static Tensor forward(AutogradContext* context, const Tensor& x, int64_t activation) {
    Tensor z = at::empty_like(x);
    in_threads(share_threads(x.numel(), x.nbytes()), x.numel(),
               [&](int, int64_t begin, int64_t end) {
                 loops(x).activate(at_value(x, begin), at_value(z, begin), end - begin,
                                   static_cast<Activation>(activation));
               });
    context->save_for_backward({x});
    context->saved_data["activation"] = activation;
    return z;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const Tensor x = context->get_saved_variables()[0];
    const auto activation = static_cast<Activation>(context->saved_data["activation"].toInt());
    Tensor dx = at::empty_like(x);
    // In the order of x's memory, whatever layout the gradient came in.
    Tensor dz = gradients[0];
    if (dz.strides() != x.strides() || dz.scalar_type() != x.scalar_type()) {
      dz = at::empty_like(x).copy_(dz);
    }
    in_threads(share_threads(x.numel(), x.nbytes()), x.numel(),
               [&](int, int64_t begin, int64_t end) {
                 loops(x).activate_gradient(at_value(x, begin), at_value(dz, begin),
                                            at_value(dx, begin), end - begin, activation);
               });
    return {dx, Tensor()};
  }
};

}  // namespace

Tensor activate(const Tensor& x, Activation activation) {
  if (activation == Activation::None) return x;
  if (!served(x) || !is_fused(activation)) return plain::activate(x, activation);
  const Tensor dense = x.is_non_overlapping_and_dense() ? x : x.contiguous();
  return Activate::apply(dense, static_cast<int64_t>(activation));
}

}  // namespace sempurna::kernels
