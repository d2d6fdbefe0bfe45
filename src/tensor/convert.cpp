#include "tensor/convert.h"

#include <ATen/ATen.h>

#include <utility>

#include "base/error.h"

namespace sempurna {

namespace {

constexpr std::pair<DType, at::ScalarType> kTypes[] = {
    {DType::F64, at::kDouble},    {DType::F32, at::kFloat}, {DType::F16, at::kHalf},
    {DType::BF16, at::kBFloat16}, {DType::I64, at::kLong},  {DType::I32, at::kInt},
    {DType::I16, at::kShort},     {DType::I8, at::kChar},   {DType::U8, at::kByte},
    {DType::Bool, at::kBool},
};

at::ScalarType scalar_type(DType dtype) {
  for (const auto& [ours, torchs] : kTypes) {
    if (ours == dtype) return torchs;
  }
  throw Error(Code::Internal, "a tensor type without a counterpart in libtorch");
}

}  // namespace

Tensor to_tensor(const TensorView& view) {
  const auto type = scalar_type(view.dtype);
  // from_blob wants a mutable pointer; the copy below is the only use made of it.
  auto* data = const_cast<std::byte*>(view.bytes.data());
  const Tensor borrowed = at::from_blob(data, view.shape, at::TensorOptions().dtype(type));
  if (at::isFloatingType(type)) return borrowed.to(at::kFloat, false, true).contiguous();
  if (type == at::kBool) return borrowed.clone();
  return borrowed.to(at::kLong, false, true).contiguous();
}

TensorView to_view(const std::string& name, const Tensor& tensor) {
  ensure(tensor.is_contiguous() && tensor.device().is_cpu(), "a contiguous tensor on the CPU");
  for (const auto& [ours, torchs] : kTypes) {
    if (torchs != tensor.scalar_type()) continue;
    return {name,
            ours,
            tensor.sizes().vec(),
            {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()}};
  }
  throw Error(Code::Internal, "{} has a type that no weights file holds", name);
}

}  // namespace sempurna
