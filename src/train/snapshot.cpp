#include "train/snapshot.h"

#include <cstring>

#include "tensor/convert.h"
#include "tensor/device.h"

namespace sempurna {

uint64_t bytes_of(std::span<const NamedTensor> tensors) {
  uint64_t all = 0;
  for (const auto& [name, tensor] : tensors) all += tensor.nbytes();
  return all;
}

Snapshot::Snapshot(std::span<const NamedTensor> tensors)
    : bytes_(std::make_unique_for_overwrite<std::byte[]>(bytes_of(tensors))) {
  std::byte* to = bytes_.get();
  for (const auto& [name, tensor] : tensors) {
    const Tensor here = on_host(tensor);
    TensorView view = to_view(name, here);
    if (!view.bytes.empty()) std::memcpy(to, view.bytes.data(), view.bytes.size());
    view.bytes = {to, view.bytes.size()};
    to += view.bytes.size();
    views_.push_back(std::move(view));
  }
}

}  // namespace sempurna
