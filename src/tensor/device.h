#pragma once

#include <c10/core/Device.h>

#include "tensor/tensor.h"

namespace sempurna {

/// Where a model's tensors lie: parameters, what is remembered of them, and what a step reads and
/// makes. Whoever makes a tensor for a model makes it there or moves it there; whoever reads values
/// asks for them on the host. The program knows one device as yet, the CPU.
using Device = at::Device;

inline const Device kCpu{at::kCPU};

/// The tensor on the device: itself where it lies there already. An undefined one stays so.
Tensor on_device(const Tensor& tensor, Device device);

/// The tensor where the program can read its values: itself where it lies there already.
Tensor on_host(const Tensor& tensor);

/// The values of a contiguous fp32 tensor, for code that reads and writes host memory: the tensor's
/// own, or of another device's tensor a copy, which store() brings back.
class HostValues {
 public:
  explicit HostValues(const Tensor& tensor);

  float* data() const { return data_; }
  int64_t count() const { return host_.numel(); }
  void store() const;

 private:
  Tensor tensor_;
  Tensor host_;
  float* data_;
};

}  // namespace sempurna
