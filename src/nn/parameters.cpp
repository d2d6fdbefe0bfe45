#include "nn/parameters.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/error.h"
#include "base/random.h"
#include "tensor/convert.h"

namespace sempurna {

struct ParameterSource::Shared {
  const Checkpoint* checkpoint;
  uint64_t seed;
  bool fresh_head;
  Device device;
  std::vector<Parameter> asked;
  std::set<std::string> found;  ///< the checkpoint's names of what was asked for
  OtherNames other_names;
  int64_t values = 0;
};

namespace {

// FNV-1a: a name's part in the key of its random values must never change between versions.
uint64_t name_key(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

struct Fans {
  double in;
  double out;
};

Fans fans(const std::vector<int64_t>& shape) {
  double receptive = 1;
  for (size_t i = 2; i < shape.size(); ++i) receptive *= static_cast<double>(shape[i]);
  const double out = static_cast<double>(shape.at(0));
  const double in = shape.size() > 1 ? static_cast<double>(shape[1]) : out;
  return {in * receptive, out * receptive};
}

Tensor initial(const std::vector<int64_t>& shape, Init init, uint64_t key) {
  Tensor tensor = at::empty(shape, at::kFloat);
  float* values = tensor.data_ptr<float>();
  const int64_t count = tensor.numel();
  Random random(key);
  const auto normal_within_two = [&] {
    for (;;) {
      const double x = random.normal();
      if (std::abs(x) <= 2) return x;
    }
  };
  for (int64_t i = 0; i < count; ++i) {
    switch (init.kind) {
      case Init::Kind::Constant:
        values[i] = static_cast<float>(init.value);
        break;
      case Init::Kind::Normal:
        values[i] = static_cast<float>(init.value * normal_within_two());
        break;
      case Init::Kind::GlorotUniform: {
        const auto [in, out] = fans(shape);
        const double bound = std::sqrt(6 / (in + out));
        values[i] = static_cast<float>(random.uniform(-bound, bound));
        break;
      }
      case Init::Kind::KaimingNormalFanOut:
        values[i] = static_cast<float>(random.normal() * std::sqrt(2 / fans(shape).out));
        break;
    }
  }
  return tensor;
}

}  // namespace

ParameterSource::ParameterSource(const Checkpoint* checkpoint, uint64_t seed, bool fresh_head,
                                 Device device)
    : shared_(
          std::make_shared<Shared>(Shared{checkpoint, seed, fresh_head, device, {}, {}, {}, 0})) {}

ParameterSource ParameterSource::scope(std::string_view prefix) const {
  ParameterSource inner = *this;
  inner.prefix_ = full(prefix) + ".";
  return inner;
}

ParameterSource ParameterSource::head() const {
  ParameterSource same = *this;
  same.part_ = Part::Head;
  return same;
}

ParameterSource ParameterSource::optional() const {
  ParameterSource same = *this;
  same.optional_ = true;
  return same;
}

void ParameterSource::look_also_for(OtherNames other_names) const {
  shared_->other_names = std::move(other_names);
}

void ParameterSource::count(std::string_view name, const std::vector<int64_t>& shape) const {
  int64_t left = kMostValues - shared_->values;
  int64_t size = 1;
  for (const int64_t extent : shape) {
    ensure(extent >= 0, "a shape without negative extents");
    if (extent > 0 && size > left / extent) {
      throw Error(Code::ResourceLimit,
                  "config.json asks for a model of more than {} values (at {}, {}); check its "
                  "sizes",
                  kMostValues, full(name), to_text(shape));
    }
    size *= extent;
  }
  shared_->values += size;
}

std::string ParameterSource::full(std::string_view name) const {
  return prefix_ + std::string(name);
}

const TensorView* ParameterSource::find(std::string_view name) const {
  if (shared_->checkpoint == nullptr || (part_ == Part::Head && shared_->fresh_head)) {
    return nullptr;
  }
  const std::string whole = full(name);
  if (const TensorView* view = shared_->checkpoint->find(whole)) return view;
  if (!shared_->other_names) return nullptr;
  for (const auto& other : shared_->other_names(whole)) {
    if (const TensorView* view = shared_->checkpoint->find(other)) return view;
  }
  return nullptr;
}

bool ParameterSource::has(std::string_view name) const {
  return find(name) != nullptr;
}

Tensor ParameterSource::add(std::string_view name, Tensor tensor, bool buffer, bool fresh) const {
  const std::string whole = full(name);
  ensure(std::none_of(shared_->asked.begin(), shared_->asked.end(),
                      [&](const Parameter& p) { return p.name == whole; }),
         whole + " asked for once");
  shared_->asked.push_back({whole, tensor, part_, buffer, fresh});
  return tensor;
}

Tensor ParameterSource::parameter(std::string_view name, const std::vector<int64_t>& shape,
                                  Init init) const {
  count(name, shape);
  const std::string whole = full(name);
  const TensorView* view = find(name);
  if (view == nullptr) {
    if (shared_->checkpoint != nullptr && part_ == Part::Backbone && !optional_) {
      throw Error(Code::InvalidArgument,
                  "the weights lack {}, of shape {}, which config.json asks for; the file is "
                  "incomplete, or the two do not belong together",
                  whole, to_text(shape));
    }
    Tensor tensor =
        on_device(initial(shape, init, mix(shared_->seed, name_key(whole))), shared_->device);
    return add(name, tensor.requires_grad_(true), false, true);
  }
  if (view->shape != shape) {
    throw Error(
        Code::InvalidArgument,
        "the weights' {} has shape {}, but config.json asks for {}; the two files do not belong "
        "together",
        view->name, to_text(view->shape), to_text(shape));
  }
  shared_->found.insert(view->name);
  Tensor tensor = on_device(to_tensor(*view).to(at::kFloat), shared_->device);
  return add(name, tensor.requires_grad_(true), false, false);
}

Tensor ParameterSource::buffer(std::string_view name, const std::vector<int64_t>& shape,
                               double value, bool integer) const {
  const auto type = integer ? at::kLong : at::kFloat;
  count(name, shape);
  const TensorView* view = find(name);
  if (view == nullptr) {
    return add(name, at::full(shape, value, at::TensorOptions(shared_->device).dtype(type)), true,
               true);
  }
  const bool single_number = shape.empty() && view->shape == std::vector<int64_t>{1};
  if (view->shape != shape && !single_number) {
    throw Error(Code::InvalidArgument, "the weights' {} has shape {}, but {} is needed", view->name,
                to_text(view->shape), to_text(shape));
  }
  shared_->found.insert(view->name);
  return add(name, on_device(to_tensor(*view).to(type), shared_->device), true, false);
}

const std::vector<Parameter>& ParameterSource::asked() const {
  return shared_->asked;
}

std::vector<std::string> ParameterSource::unused() const {
  if (shared_->checkpoint == nullptr) return {};
  std::vector<std::string> left;
  for (const auto& name : shared_->checkpoint->names()) {
    if (!shared_->found.contains(name)) left.push_back(name);
  }
  return left;
}

}  // namespace sempurna
