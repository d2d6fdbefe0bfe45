#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Optional.h>

#include "kernels/vector/table.h"

namespace sempurna::kernels {

/// Whether the fast kernels take this tensor; its plain twin takes the others.
inline bool served(const at::Tensor& x) {
  return x.device().is_cpu() &&
         (x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16) && x.numel() > 0;
}

inline const vector::Loops& loops(const at::Tensor& x) {
  return x.scalar_type() == at::kFloat ? vector::level().fp32 : vector::level().bf16;
}

/// An input that may be missing, as autograd functions want it.
inline c10::optional<at::Tensor> maybe(const at::Tensor& x) {
  return x.defined() ? c10::optional<at::Tensor>(x) : c10::nullopt;
}
inline at::Tensor or_undefined(const c10::optional<at::Tensor>& x) {
  return x.has_value() ? *x : at::Tensor();
}

/// The address of value `index` of x.
inline void* at_value(const at::Tensor& x, int64_t index) {
  return static_cast<char*>(x.data_ptr()) + index * static_cast<int64_t>(x.element_size());
}

}  // namespace sempurna::kernels
