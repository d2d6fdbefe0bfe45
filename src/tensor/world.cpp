#include "tensor/world.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <vector>

namespace sempurna {

namespace {

class SingleWorld final : public World {
 public:
  int rank() const override { return 0; }
  int size() const override { return 1; }
  void sum(std::span<float>) override {}
  void sum(std::span<double>) override {}
  void barrier() override {}
  void abandon() noexcept override {}
};

/// Has `exchange` change the values of all tensors, laid flat one after another.
template <typename Value, typename Exchange>
void exchange_flat(std::span<const Tensor> tensors, at::ScalarType type, Exchange exchange) {
  std::vector<Value> flat;
  for (const Tensor& tensor : tensors) {
    const Tensor values = on_host(tensor.detach()).to(type).contiguous();
    const auto* from = values.data_ptr<Value>();
    flat.insert(flat.end(), from, from + values.numel());
  }
  exchange(std::span<Value>(flat));
  const at::NoGradGuard no_grad;
  Value* from = flat.data();
  for (const Tensor& tensor : tensors) {
    Tensor(tensor).copy_(at::from_blob(from, tensor.sizes(), at::TensorOptions().dtype(type)));
    from += tensor.numel();
  }
}

}  // namespace

World& single_world() {
  static SingleWorld world;
  return world;
}

bool any_rank(World& world, bool here) {
  double count = here ? 1 : 0;
  world.sum(std::span(&count, 1));
  return count > 0;
}

void sum_over_ranks(World& world, std::span<const Tensor> tensors) {
  if (world.alone()) return;
  exchange_flat<float>(tensors, at::kFloat, [&](std::span<float> values) { world.sum(values); });
}

void take_from_first(World& world, std::span<const Tensor> tensors) {
  if (world.alone()) return;
  exchange_flat<double>(tensors, at::kDouble, [&](std::span<double> values) {
    if (!world.first()) std::fill(values.begin(), values.end(), 0);
    world.sum(values);
  });
}

Share share_of(const World& world, size_t count) {
  const auto size = static_cast<size_t>(world.size());
  const auto begin = [&](size_t rank) { return (count * rank + size - 1) / size; };
  const auto rank = static_cast<size_t>(world.rank());
  return {begin(rank), begin(rank + 1)};
}

void in_world(World& world, const std::function<void()>& body) {
  try {
    body();
  } catch (...) {
    world.abandon();
    throw;
  }
}

}  // namespace sempurna
