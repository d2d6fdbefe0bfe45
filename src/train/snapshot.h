#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

#include "train/optimizer.h"
#include "weights/tensor_view.h"

namespace sempurna {

/// Bytes of all of them.
uint64_t bytes_of(std::span<const NamedTensor> tensors);

/// Tensors' names and bytes as of one moment, which can be written while the tensors change. Its
/// memory is the system's and goes back to it: among what a step asks for and frees it would leave
/// holes.
class Snapshot {
 public:
  explicit Snapshot(std::span<const NamedTensor> tensors);

  const std::vector<TensorView>& views() const { return views_; }

 private:
  std::unique_ptr<std::byte[]> bytes_;
  std::vector<TensorView> views_;
};

}  // namespace sempurna
