#include "kernels/layer_norm.h"

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

struct AddLayerNorm : torch::autograd::Function<AddLayerNorm> {
  static Tensor forward(AutogradContext* context, const Tensor& x,
                        const c10::optional<Tensor>& maybe_residual, const Tensor& weight,
                        const Tensor& bias, double eps) {
    const Tensor residual = or_undefined(maybe_residual);
    const int64_t width = x.size(-1), rows = x.numel() / width;
    Tensor z = at::empty_like(x);
    const Tensor sum = residual.defined() ? at::empty_like(x) : x;
    const Tensor mean = at::empty({rows}, at::kFloat), inverse = at::empty({rows}, at::kFloat);
    const vector::LayerNorm norm = {x.data_ptr(),
                                    residual.defined() ? residual.data_ptr() : nullptr,
                                    sum.data_ptr(),
                                    z.data_ptr(),
                                    mean.data_ptr<float>(),
                                    inverse.data_ptr<float>(),
                                    weight.data_ptr<float>(),
                                    bias.data_ptr<float>(),
                                    width,
                                    static_cast<float>(eps)};
    in_threads(share_threads(rows, x.nbytes()), rows,
               [&](int, int64_t begin, int64_t end) { loops(x).layer_norm(norm, begin, end); });
    context->save_for_backward({sum, weight, mean, inverse});
    context->saved_data["residual"] = residual.defined();
    return z;
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1], &mean = saved[2], &inverse = saved[3];
    const int64_t width = x.size(-1), rows = x.numel() / width;
    const Tensor dz = gradients[0].to(x.scalar_type()).contiguous();
    Tensor dx = at::empty_like(x);
    const int threads = share_threads(rows, x.nbytes());
    const Tensor parts = at::zeros({threads, 2, width}, at::kFloat);
    const vector::LayerNorm norm = {x.data_ptr(),
                                    nullptr,
                                    nullptr,
                                    nullptr,
                                    mean.data_ptr<float>(),
                                    inverse.data_ptr<float>(),
                                    weight.data_ptr<float>(),
                                    nullptr,
                                    width,
                                    0};
    in_threads(threads, rows, [&](int thread, int64_t begin, int64_t end) {
      // Sums over many rows are made in blocks, so that their rounding stays small.
      constexpr int64_t kBlock = 64;
      float* own = parts.data_ptr<float>() + thread * 2 * width;
      std::vector<float> block(2 * width);
      for (int64_t at = begin; at < end; at += kBlock) {
        std::fill(block.begin(), block.end(), 0.0f);
        loops(x).layer_norm_gradient(norm, dz.data_ptr(), dx.data_ptr(), at,
                                     std::min(end, at + kBlock), block.data(),
                                     block.data() + width);
        for (int64_t i = 0; i < 2 * width; ++i) own[i] += block[i];
      }
    });
    const Tensor sums = parts.sum(0);
    return {dx, context->saved_data["residual"].toBool() ? dx : Tensor(), sums[0], sums[1],
            Tensor()};
  }
};

}  // namespace

Tensor layer_norm(const Tensor& x, const Tensor& weight, const Tensor& bias, double eps) {
  return add_layer_norm(x, {}, weight, bias, eps);
}

Tensor add_layer_norm(const Tensor& x, const Tensor& residual, const Tensor& weight,
                      const Tensor& bias, double eps) {
  ensure(weight.numel() == x.size(-1) && bias.numel() == x.size(-1),
         "a weight and a bias per value of a row");
  ensure(!residual.defined() || residual.sizes() == x.sizes(), "a residual shaped like x");
  if (!served(x)) return plain::add_layer_norm(x, residual, weight, bias, eps);
  return AddLayerNorm::apply(
      x.contiguous(),
      maybe(residual.defined() ? residual.to(x.scalar_type()).contiguous() : Tensor()),
      weight.contiguous(), bias.contiguous(), eps);
}

}  // namespace sempurna::kernels
