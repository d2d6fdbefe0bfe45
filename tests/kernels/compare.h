#pragma once

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/csrc/autograd/autograd.h>

#include <functional>
#include <vector>

#include "tensor/tensor.h"

namespace sempurna::kernels {

using Function = std::function<Tensor(const std::vector<Tensor>&)>;

/// A value and its gradients by every input.
struct Outcome {
  Tensor value;
  std::vector<Tensor> gradients;
};

/// Normal values that depend on nothing but shape and seed.
inline Tensor values(at::IntArrayRef sizes, uint64_t seed, double scale = 1, double shift = 0) {
  auto generator = at::detail::createCPUGenerator(seed);
  return at::randn(sizes, generator, at::kFloat).mul_(scale).add_(shift);
}

inline Tensor pictures(at::IntArrayRef sizes, uint64_t seed, double scale = 1, double shift = 0) {
  return values(sizes, seed, scale, shift).contiguous(at::MemoryFormat::ChannelsLast);
}

/// Runs f on copies of the inputs and backward from a fixed gradient.
inline Outcome outcome(const Function& f, const std::vector<Tensor>& inputs) {
  std::vector<Tensor> leaves;
  for (const Tensor& input : inputs) {
    leaves.push_back(input.defined() ? input.detach().clone().requires_grad_(true) : Tensor());
  }
  const Tensor value = f(leaves);
  const Tensor direction = values(value.sizes(), 99).to(value.scalar_type());
  torch::autograd::backward({value}, {direction});
  Outcome result{value.detach(), {}};
  for (const Tensor& leaf : leaves) {
    result.gradients.push_back(leaf.defined() ? leaf.grad() : Tensor());
  }
  return result;
}

/// The largest difference, relative to the largest value of `wanted`.
inline double difference(const Tensor& got, const Tensor& wanted) {
  if (got.sizes() != wanted.sizes()) return 1e30;
  if (wanted.numel() == 0) return 0;
  const Tensor g = got.to(at::kDouble), w = wanted.to(at::kDouble);
  return (g - w).abs().max().item<double>() / (w.abs().max().item<double>() + 1e-12);
}

/// The same by the root of the sum of squares, which single values do not decide: in bf16 one that
/// lies at the corner of a ReLU may fall on the other side.
inline double overall_difference(const Tensor& got, const Tensor& wanted) {
  if (got.sizes() != wanted.sizes()) return 1e30;
  const Tensor g = got.to(at::kDouble), w = wanted.to(at::kDouble);
  return (g - w).norm().item<double>() / (w.norm().item<double>() + 1e-12);
}

inline void expect_close(const Outcome& got, const Outcome& wanted, double tolerance,
                         double (*measure)(const Tensor&, const Tensor&) = difference) {
  EXPECT_EQ(got.value.scalar_type(), wanted.value.scalar_type());
  EXPECT_LE(measure(got.value, wanted.value), tolerance) << "the value";
  for (size_t i = 0; i < wanted.gradients.size(); ++i) {
    ASSERT_EQ(got.gradients[i].defined(), wanted.gradients[i].defined()) << "input " << i;
    if (!wanted.gradients[i].defined()) continue;
    EXPECT_LE(measure(got.gradients[i], wanted.gradients[i]), tolerance)
        << "the gradient of input " << i;
  }
}

inline bool same_bytes(const Tensor& a, const Tensor& b) {
  return a.nbytes() == b.nbytes() && a.sizes() == b.sizes() && a.strides() == b.strides() &&
         std::memcmp(a.data_ptr(), b.data_ptr(), a.nbytes()) == 0;
}

/// Kernel against twin in fp32 and, where the processor multiplies it, in bf16 (whose `halved`
/// inputs are rounded first), and twice the same bytes.
inline void expect_kernel(const Function& kernel, const Function& twin,
                          const std::vector<Tensor>& inputs, const std::vector<size_t>& halved,
                          double tolerance = 2e-5, double half_tolerance = 2e-2,
                          bool in_bf16 = true) {
  expect_close(outcome(kernel, inputs), outcome(twin, inputs), tolerance);
  auto half = inputs;
  for (const size_t i : halved) {
    if (half[i].defined()) half[i] = half[i].to(at::kBFloat16);
  }
  std::vector<std::vector<Tensor>> all = {inputs};
  if (in_bf16) {
    expect_close(outcome(kernel, half), outcome(twin, half), half_tolerance, overall_difference);
    all.push_back(half);
  }
  for (const auto& these : all) {
    const Outcome once = outcome(kernel, these), again = outcome(kernel, these);
    EXPECT_TRUE(same_bytes(once.value, again.value));
    for (size_t i = 0; i < inputs.size(); ++i) {
      if (once.gradients[i].defined()) {
        EXPECT_TRUE(same_bytes(once.gradients[i], again.gradients[i])) << "gradient " << i;
      }
    }
  }
}

/// The twin's gradients against central differences, in fp64; inputs should be tiny.
inline void expect_gradients(const Function& twin, std::vector<Tensor> inputs,
                             double tolerance = 1e-6) {
  for (Tensor& input : inputs) {
    if (input.defined()) input = input.to(at::kDouble).contiguous();
  }
  const Outcome analytic = outcome(twin, inputs);
  const at::NoGradGuard guard;
  const Tensor direction = values(analytic.value.sizes(), 99).to(at::kDouble);
  constexpr double kStep = 1e-5;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!inputs[i].defined()) continue;
    const Tensor numeric = at::empty_like(inputs[i]);
    for (int64_t at = 0; at < inputs[i].numel(); ++at) {
      double sides[2];
      for (int side = 0; side < 2; ++side) {
        auto moved = inputs;
        moved[i] = inputs[i].clone();
        moved[i].data_ptr<double>()[at] += side == 0 ? -kStep : kStep;
        sides[side] = (twin(moved) * direction).sum().item<double>();
      }
      numeric.data_ptr<double>()[at] = (sides[1] - sides[0]) / (2 * kStep);
    }
    EXPECT_LE(difference(analytic.gradients[i], numeric), tolerance) << "input " << i;
  }
}

}  // namespace sempurna::kernels
