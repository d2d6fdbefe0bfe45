#include "kernels/bf16.h"

#include <ATen/ATen.h>

#include <chrono>
#include <functional>

#include "kernels/convolution.h"
#include "kernels/linear.h"

namespace sempurna::kernels {

namespace {

using Clock = std::chrono::steady_clock;

Clock::duration best_of(int runs, const std::function<void()>& body) {
  auto best = Clock::duration::max();
  for (int i = 0; i < runs; ++i) {
    const auto begin = Clock::now();
    body();
    best = std::min(best, Clock::now() - begin);
  }
  return best;
}

/// Numbers of both signs that need no generator.
Tensor pattern(at::IntArrayRef sizes) {
  const int64_t count = c10::multiply_integers(sizes);
  return at::arange(count, at::kFloat).mul_(0.7391).sin_().view(sizes);
}

/// Whether f agrees with itself on bf16 as far as 8 bits of mantissa can, and is not slower. The
/// first run of each is not timed: it makes code.
bool is_worthwhile(const std::function<Tensor(const Tensor&)>& f, const Tensor& x) {
  const Tensor half = x.to(at::kBFloat16);
  const Tensor wanted = f(half.to(at::kFloat)), got = f(half).to(at::kFloat);
  const double error = (got - wanted).abs().max().item<double>();
  if (!(error <= 0.02 * wanted.abs().max().item<double>())) return false;
  return best_of(5, [&] { f(half); }) <= best_of(5, [&] { f(x); });
}

bool test_here() {
  __builtin_cpu_init();
  // AMX comes only on processors that have AVX512-BF16 too.
  if (!__builtin_cpu_supports("avx512bf16")) return false;
  const at::NoGradGuard guard;
  const Tensor weight = pattern({256, 256});
  const Tensor kernel = pattern({64, 64, 3, 3});
  return is_worthwhile([&](const Tensor& x) { return linear(x, weight, Tensor()); },
                       pattern({512, 256})) &&
         is_worthwhile(
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

}  // namespace sempurna::kernels
