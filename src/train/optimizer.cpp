#include "train/optimizer.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <atomic>
#include <bit>
#include <cmath>

#include "base/error.h"
#include "tensor/device.h"

namespace sempurna {

namespace {

// Long enough that starting a thread is worth it, short enough to stay in the second-level cache.
constexpr int64_t kGrain = 1 << 16;

bool all_finite(const float* values, int64_t count) {
  constexpr uint32_t kExponent = 0x7f800000;
  uint32_t bad = 0;
  for (int64_t i = 0; i < count; ++i) {
    bad |= static_cast<uint32_t>((std::bit_cast<uint32_t>(values[i]) & kExponent) == kExponent);
  }
  return bad == 0;
}

}  // namespace

Optimizer::Optimizer(const Hyperparameters& h, std::vector<Parameter> trained)
    : h_(h), rule_(optimizer_rule(h.optimizer)), trained_(std::move(trained)) {
  for (const auto& parameter : trained_) {
    ensure(parameter.tensor.is_contiguous() && parameter.tensor.scalar_type() == at::kFloat,
           "a trained parameter is contiguous fp32");
    for (const auto& slot : rule_.slots) {
      const double start = slot.start == nullptr ? 0 : h_.*slot.start;
      state_.emplace_back(std::string(slot.name) + "." + parameter.name,
                          at::full_like(parameter.tensor.detach(), start));
    }
  }
}

void Optimizer::step(double learning_rate) {
  const at::NoGradGuard no_grad;
  ++steps_;
  for (size_t k = 0; k < trained_.size(); ++k) {
    const Tensor& parameter = trained_[k].tensor;
    if (!parameter.grad().defined()) continue;
    const HostValues value(parameter);
    const HostValues gradient(parameter.grad().contiguous());
    std::vector<HostValues> slots;
    const bool decays = h_.optimizer == OptimizerKind::AdamW && parameter.dim() >= 2;
    const OptimizerStep step{learning_rate, steps_, decays ? h_.weight_decay : 0};
    OptimizerSlice whole{value.data(), gradient.data(), {}, 0};
    for (size_t s = 0; s < rule_.slots.size(); ++s) {
      slots.emplace_back(state_[k * rule_.slots.size() + s].second);
      whole.slots[s] = slots.back().data();
    }
    at::parallel_for(0, parameter.numel(), kGrain, [&](int64_t begin, int64_t end) {
      OptimizerSlice part{whole.value + begin, whole.gradient + begin, {}, end - begin};
      for (size_t s = 0; s < rule_.slots.size(); ++s) part.slots[s] = whole.slots[s] + begin;
      rule_.apply(part, h_, step);
    });
    value.store();
    for (const HostValues& slot : slots) slot.store();
    // What autograd saved of this tensor is stale now, and it must be able to notice.
    parameter.unsafeGetTensorImpl()->bump_version();
  }
}

void Optimizer::clear_gradients() {
  for (auto& parameter : trained_) parameter.tensor.mutable_grad() = Tensor();
}

bool Optimizer::gradients_are_finite() const {
  std::atomic<bool> finite = true;
  for (const auto& parameter : trained_) {
    if (!parameter.tensor.grad().defined()) continue;
    const HostValues gradient(parameter.tensor.grad().contiguous());
    at::parallel_for(0, gradient.count(), kGrain, [&](int64_t begin, int64_t end) {
      if (!all_finite(gradient.data() + begin, end - begin)) finite = false;
    });
  }
  return finite;
}

int64_t Optimizer::slots(OptimizerKind optimizer) {
  return static_cast<int64_t>(optimizer_rule(optimizer).slots.size());
}

}  // namespace sempurna
