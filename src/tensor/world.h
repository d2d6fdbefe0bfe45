#pragma once

#include <functional>
#include <span>

#include "tensor/device.h"
#include "tensor/tensor.h"

namespace sempurna {

/// The processes that train one model together, each on examples of its own; what they do together
/// each of them does at the same place of its work. The terms are torch.distributed's. The program
/// knows a world of one process as yet, in which nothing of this does anything.
///
/// When one gives up, whatever the others do together from then on throws Cancelled.
class World {
 public:
  virtual ~World() = default;

  virtual int rank() const = 0;  ///< this process, from 0
  virtual int size() const = 0;
  /// Whether this one writes what is written once: checkpoints, progress, reports, the model.
  bool first() const { return rank() == 0; }
  bool alone() const { return size() == 1; }

  /// Puts the sums over all ranks in place of the values: added in the order of ranks, so that all
  /// get the same bits.
  virtual void sum(std::span<float> values) = 0;
  virtual void sum(std::span<double> values) = 0;
  /// Waits until all are here.
  virtual void barrier() = 0;
  virtual void abandon() noexcept = 0;
};

World& single_world();

/// Where a run computes: among which processes, and on which device of this one's.
struct Place {
  std::reference_wrapper<World> world = single_world();
  Device device = kCpu;
};

/// Whether any rank says so.
bool any_rank(World& world, bool here);

/// Sums fp32 tensors over all ranks, in place, in one exchange.
void sum_over_ranks(World& world, std::span<const Tensor> tensors);

/// Gives all ranks the values of the first, in place, in one exchange. Whole numbers below 2^53.
void take_from_first(World& world, std::span<const Tensor> tensors);

/// What this rank takes of `count` things: those from `begin` to `end`. The first has most, and of
/// fewer things than ranks the last have none.
struct Share {
  size_t begin;
  size_t end;
};
Share share_of(const World& world, size_t count);

/// Runs `body`; where it throws, gives the world up, so that nobody waits for this rank.
void in_world(World& world, const std::function<void()>& body);

}  // namespace sempurna
