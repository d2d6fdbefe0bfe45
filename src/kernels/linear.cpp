#include "kernels/linear.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <vector>

#include "base/error.h"
#include "kernels/matmul_bf16.h"
#include "kernels/onednn.h"
#include "kernels/plain.h"
#include "kernels/served.h"
#include "kernels/threads.h"

namespace sempurna::kernels {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

// oneDNN's own sgemm: no code to make per shape, and the same threads as everything else, where
// OpenBLAS would wake a second set that competes with OpenMP's spinning ones.

Tensor multiply(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  if (x.scalar_type() == at::kBFloat16) return multiply_bf16(x, weight, bias);
  const int64_t rows = x.size(0), inner = x.size(1), outer = weight.size(0);
  Tensor z = at::empty({rows, outer}, x.options());
  if (bias.defined()) {
    in_threads(share_threads(rows, z.nbytes()), rows, [&](int, int64_t begin, int64_t end) {
      loops(z).fill_rows(bias.data_ptr<float>(), at_value(z, begin * outer), end - begin, outer);
    });
  }
  dnnl::sgemm('N', 'T', rows, outer, inner, 1, x.data_ptr<float>(), inner, weight.data_ptr<float>(),
              inner, bias.defined() ? 1 : 0, z.data_ptr<float>(), outer);
  return z;
}

Tensor multiply_back(const Tensor& dz, const Tensor& weight) {
  if (dz.scalar_type() == at::kBFloat16) return multiply_bf16_back(dz, weight);
  const int64_t rows = dz.size(0), inner = weight.size(1), outer = weight.size(0);
  Tensor dx = at::empty({rows, inner}, dz.options());
  dnnl::sgemm('N', 'N', rows, inner, outer, 1, dz.data_ptr<float>(), outer,
              weight.data_ptr<float>(), inner, 0, dx.data_ptr<float>(), inner);
  return dx;
}

Tensor multiply_outer(const Tensor& dz, const Tensor& x) {
  if (dz.scalar_type() == at::kBFloat16) return multiply_bf16_outer(dz, x);
  const int64_t rows = dz.size(0), inner = x.size(1), outer = dz.size(1);
  Tensor dweight = at::empty({outer, inner}, at::kFloat);
  dnnl::sgemm('T', 'N', outer, inner, rows, 1, dz.data_ptr<float>(), outer, x.data_ptr<float>(),
              inner, 0, dweight.data_ptr<float>(), inner);
  return dweight;
}

Tensor sum_of_rows(const Tensor& dz) {
  const int64_t rows = dz.size(0), width = dz.size(1);
  const int threads = share_threads(rows, dz.nbytes());
  const Tensor parts = at::zeros({threads, width}, at::kFloat);
  in_threads(threads, rows, [&](int thread, int64_t begin, int64_t end) {
    constexpr int64_t kBlock = 256;  // as in layer_norm.cpp, for the rounding
    float* own = parts.data_ptr<float>() + thread * width;
    std::vector<float> block(width);
    for (int64_t at = begin; at < end; at += kBlock) {
      std::fill(block.begin(), block.end(), 0.0f);
      loops(dz).column_sums(at_value(dz, at * width), std::min(end, at + kBlock) - at, width,
                            block.data());
      for (int64_t i = 0; i < width; ++i) own[i] += block[i];
    }
  });
  return parts.sum(0);
}

struct Linear : torch::autograd::Function<Linear> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const c10::optional<Tensor>& maybe_bias) {
    const Tensor bias = or_undefined(maybe_bias);
    context->saved_data["bias"] = bias.defined();
    context->save_for_backward({x, weight});
    return multiply(x, weight, bias);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1];
    const Tensor dz = gradients[0].to(x.scalar_type()).contiguous();
    return {context->needs_input_grad(0) ? multiply_back(dz, weight) : Tensor(),
            context->needs_input_grad(1) ? multiply_outer(dz, x) : Tensor(),
            context->saved_data["bias"].toBool() && context->needs_input_grad(2) ? sum_of_rows(dz)
                                                                                 : Tensor()};
  }
};

}  // namespace

Tensor linear(const Tensor& x, const Tensor& weight, const Tensor& bias, Activation activation) {
  ensure(weight.dim() == 2 && x.dim() > 0 && x.size(-1) == weight.size(1),
         "a weight that fits the width of x");
  ensure(!bias.defined() || bias.numel() == weight.size(0), "a bias per output");
  if (!served(x)) return plain::linear(x, weight, bias, activation);
  ensure(weight.scalar_type() == at::kFloat, "an fp32 weight");
  const Tensor rows = x.reshape({-1, x.size(-1)}).contiguous();
  const Tensor z =
      Linear::apply(rows, weight.contiguous(), maybe(bias.defined() ? bias.contiguous() : bias));
  auto sizes = x.sizes().vec();
  sizes.back() = weight.size(0);
  return activate(z, activation).view(sizes);
}

}  // namespace sempurna::kernels
