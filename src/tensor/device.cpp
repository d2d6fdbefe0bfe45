#include "tensor/device.h"

#include <ATen/ATen.h>

#include "base/error.h"

namespace sempurna {

Tensor on_device(const Tensor& tensor, Device device) {
  return !tensor.defined() || tensor.device() == device ? tensor : tensor.to(device);
}

Tensor on_host(const Tensor& tensor) {
  return on_device(tensor, kCpu);
}

HostValues::HostValues(const Tensor& tensor)
    : tensor_(tensor), host_(tensor.device().is_cpu() ? tensor : on_host(tensor.detach())) {
  ensure(host_.is_contiguous() && host_.scalar_type() == at::kFloat, "a contiguous fp32 tensor");
  data_ = host_.data_ptr<float>();
}

void HostValues::store() const {
  if (tensor_.device().is_cpu()) return;
  const at::NoGradGuard no_grad;
  Tensor(tensor_).copy_(host_);
}

}  // namespace sempurna
