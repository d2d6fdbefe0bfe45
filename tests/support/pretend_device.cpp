#include "support/pretend_device.h"

#include <ATen/ATen.h>
#include <ATen/EmptyTensor.h>
#include <ATen/native/CPUFallback.h>
#include <c10/core/Allocator.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>
#include <sys/mman.h>
#include <torch/library.h>
#include <unistd.h>

#include <array>
#include <map>
#include <mutex>
#include <new>
#include <tuple>

namespace sempurna {
namespace {

constexpr auto kType = c10::DeviceType::PrivateUse1;

// ---- memory: each block is mapped twice. Tensors have the address that nobody may touch, copies
// go through the other one.

struct Block {
  size_t bytes;
  char* open;
};

std::mutex mutex;

/// By the address that tensors have.
std::map<char*, Block>& blocks() {
  static auto* const all = new std::map<char*, Block>;
  return *all;
}

char* map_block(int file, size_t bytes, int protection) {
  void* at = ::mmap(nullptr, bytes, protection, MAP_SHARED, file, 0);
  if (at == MAP_FAILED) throw std::bad_alloc();
  return static_cast<char*>(at);
}

void release(void* closed) {
  if (closed == nullptr) return;
  const std::lock_guard lock(mutex);
  const auto found = blocks().find(static_cast<char*>(closed));
  ::munmap(found->second.open, found->second.bytes);
  ::munmap(closed, found->second.bytes);
  blocks().erase(found);
}

class ClosedMemory final : public c10::Allocator {
 public:
  c10::DataPtr allocate(size_t bytes) const override {
    const c10::Device device(kType, 0);
    if (bytes == 0) return {nullptr, nullptr, &release, device};
    const int file = ::memfd_create("pretend device", MFD_CLOEXEC);
    if (file < 0 || ::ftruncate(file, static_cast<off_t>(bytes)) != 0) throw std::bad_alloc();
    char* const closed = map_block(file, bytes, PROT_NONE);
    char* const open = map_block(file, bytes, PROT_READ | PROT_WRITE);
    ::close(file);
    const std::lock_guard lock(mutex);
    blocks()[closed] = {bytes, open};
    return {closed, closed, &release, device};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &release; }
};

ClosedMemory memory;

/// The tensor's values as a tensor of the CPU that shares them.
Tensor opened(const Tensor& x) {
  if (x.device().is_cpu()) return x;
  if (x.numel() == 0)
    return at::empty_strided(x.sizes(), x.strides(), x.options().device(at::kCPU));
  char* const first = static_cast<char*>(x.storage().unsafeGetStorageImpl()->data());
  char* open = nullptr;
  {
    const std::lock_guard lock(mutex);
    open = blocks().at(first).open;
  }
  open += x.storage_offset() * static_cast<int64_t>(x.element_size());
  return at::from_blob(open, x.sizes(), x.strides(), at::TensorOptions().dtype(x.scalar_type()));
}

c10::optional<Tensor> opened(const c10::optional<Tensor>& x) {
  return x && x->defined() ? c10::optional<Tensor>(opened(*x)) : c10::nullopt;
}

// ---- the device itself: one, with one stream, and nothing to wait for

struct Guard final : c10::impl::DeviceGuardImplInterface {
  c10::DeviceType type() const override { return kType; }
  c10::Device exchangeDevice(c10::Device) const override { return {kType, 0}; }
  c10::Device getDevice() const override { return {kType, 0}; }
  void setDevice(c10::Device) const override {}
  void uncheckedSetDevice(c10::Device) const noexcept override {}
  c10::Stream getStream(c10::Device) const noexcept override { return stream(); }
  c10::Stream exchangeStream(c10::Stream) const noexcept override { return stream(); }
  c10::DeviceIndex deviceCount() const noexcept override { return 1; }

 private:
  static c10::Stream stream() { return c10::Stream(c10::Stream::DEFAULT, c10::Device(kType, 0)); }
};

C10_REGISTER_GUARD_IMPL(PrivateUse1, Guard);

// ---- what libtorch needs of it; the CPU does all else, on copies

const c10::DispatchKeySet kKeys(c10::DispatchKey::PrivateUse1);

Tensor empty(at::IntArrayRef sizes, c10::optional<at::ScalarType> type, c10::optional<at::Layout>,
             c10::optional<at::Device>, c10::optional<bool>,
             c10::optional<at::MemoryFormat> format) {
  return at::detail::empty_generic(sizes, &memory, kKeys, c10::dtype_or_default(type), format);
}

Tensor empty_strided(at::IntArrayRef sizes, at::IntArrayRef strides,
                     c10::optional<at::ScalarType> type, c10::optional<at::Layout>,
                     c10::optional<at::Device>, c10::optional<bool>) {
  return at::detail::empty_strided_generic(sizes, strides, &memory, kKeys,
                                           c10::dtype_or_default(type));
}

Tensor copy_from(const Tensor& from, const Tensor& to, bool) {
  opened(to).copy_(opened(from));
  return to;
}

Tensor copy_from_and_resize(const Tensor& from, const Tensor& to) {
  if (from.sizes() != to.sizes()) {
    const Tensor larger = at::empty(from.sizes(), to.options());
    to.unsafeGetTensorImpl()->set_storage_and_dtype(larger.storage(), larger.dtype());
    to.unsafeGetTensorImpl()->set_sizes_and_strides(larger.sizes(), larger.strides(), 0);
  }
  return copy_from(from, to, false);
}

/// A view of x's storage.
Tensor strided_view(const Tensor& x, at::IntArrayRef sizes, at::IntArrayRef strides,
                    c10::optional<int64_t> offset) {
  Tensor view = at::detail::make_tensor<c10::TensorImpl>(
      c10::TensorImpl::VIEW, c10::Storage(x.storage()), x.key_set(), x.dtype());
  view.unsafeGetTensorImpl()->set_sizes_and_strides(sizes, strides,
                                                    offset.value_or(x.storage_offset()));
  return view;
}

Tensor view(const Tensor& x, at::IntArrayRef sizes) {
  const Tensor viewed = opened(x).view(sizes);
  return strided_view(x, viewed.sizes(), viewed.strides(), c10::nullopt);
}

Tensor reshape_alias(const Tensor& x, at::IntArrayRef sizes, at::IntArrayRef strides) {
  return strided_view(x, sizes, strides, c10::nullopt);
}

/// libtorch asks this of a device that it does not know.
Tensor convolution(const Tensor& x, const Tensor& weight, const c10::optional<Tensor>& bias,
                   at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation,
                   bool transposed, at::IntArrayRef output_padding, int64_t groups) {
  return at::convolution(opened(x), opened(weight), opened(bias), stride, padding, dilation,
                         transposed, output_padding, groups)
      .to(x.device());
}

std::tuple<Tensor, Tensor, Tensor> convolution_backward(
    const Tensor& dy, const Tensor& x, const Tensor& weight, at::IntArrayRef stride,
    at::IntArrayRef padding, at::IntArrayRef dilation, bool transposed,
    at::IntArrayRef output_padding, int64_t groups, std::array<bool, 3> wanted) {
  const auto [dx, dweight, dbias] = at::convolution_backward(
      opened(dy), opened(x), opened(weight), at::IntArrayRef({weight.size(0)}), stride, padding,
      dilation, transposed, output_padding, groups, wanted);
  const auto back = [&](const Tensor& gradient) { return on_device(gradient, x.device()); };
  return {back(dx), back(dweight), back(dbias)};
}

/// Its running values change in place, which the fallback does not know.
std::tuple<Tensor, Tensor, Tensor> batch_norm(const Tensor& x, const c10::optional<Tensor>& weight,
                                              const c10::optional<Tensor>& bias,
                                              const c10::optional<Tensor>& mean,
                                              const c10::optional<Tensor>& variance, bool training,
                                              double momentum, double eps) {
  const auto [y, saved_mean, saved_inverse] =
      at::native_batch_norm(opened(x), opened(weight), opened(bias), opened(mean), opened(variance),
                            training, momentum, eps);
  return {y.to(x.device()), saved_mean.to(x.device()), saved_inverse.to(x.device())};
}

at::Scalar local_scalar(const Tensor& x) {
  return opened(x).item();
}

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
  library.impl("empty.memory_format", empty);
  library.impl("empty_strided", empty_strided);
  library.impl("_copy_from", copy_from);
  library.impl("_copy_from_and_resize", copy_from_and_resize);
  library.impl("as_strided", strided_view);
  library.impl("view", view);
  library.impl("_reshape_alias", reshape_alias);
  library.impl("convolution_overrideable", convolution);
  library.impl("convolution_backward_overrideable", convolution_backward);
  library.impl("native_batch_norm", batch_norm);
  library.impl("_local_scalar_dense", local_scalar);
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, library) {
  library.fallback(torch::CppFunction::makeFromBoxedFunction<&at::native::cpu_fallback>());
}

}  // namespace

Device pretend_device() {
  return {kType, 0};
}

}  // namespace sempurna
