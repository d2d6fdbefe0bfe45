#include "kernels/bf16.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <functional>

#include "kernels/convolution.h"
#include "kernels/linear.h"
#include "tensor/cpu.h"

namespace sempurna::kernels {

namespace {

/// Numbers of both signs that need no generator.
Tensor pattern(at::IntArrayRef sizes) {
  const int64_t count = c10::multiply_integers(sizes);
  return at::arange(count, at::kFloat).mul_(0.7391).sin_().view(sizes);
}

/// Whether f agrees with itself on bf16 as far as 8 bits of mantissa can.
bool is_right(const std::function<Tensor(const Tensor&)>& f, const Tensor& x) {
  const Tensor half = x.to(at::kBFloat16);
  const Tensor wanted = f(half.to(at::kFloat)), got = f(half).to(at::kFloat);
  const double error = (got - wanted).abs().max().item<double>();
  return error <= 0.02 * wanted.abs().max().item<double>();
}

bool test_here() {
  __builtin_cpu_init();
  // AMX comes only on processors that have AVX512-BF16 too.
  if (!__builtin_cpu_supports("avx512bf16")) return false;
  const at::NoGradGuard guard;
  const Tensor weight = pattern({256, 256});
  const Tensor kernel = pattern({64, 64, 3, 3});
  return is_right([&](const Tensor& x) { return linear(x, weight, Tensor()); },
                  pattern({512, 256})) &&
         is_right(
             [&](const Tensor& x) {
               return conv2d(x, kernel, Tensor(), 1, {1, 1, 1, 1}, 1);
             },
             pattern({4, 64, 28, 28}).contiguous(at::MemoryFormat::ChannelsLast));
}

}  // namespace

bool bf16_supported() {
  static const bool answer = test_here();
  return answer;
}

bool bf16_is_faster() {
  if (!bf16_supported()) return false;
  __builtin_cpu_init();
  const auto features = cpu_facts().features;
  return __builtin_cpu_is("amd") ||
         std::find(features.begin(), features.end(), "amx_bf16") != features.end();
}

}  // namespace sempurna::kernels
