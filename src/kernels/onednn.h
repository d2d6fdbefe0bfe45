#pragma once

#include <ATen/Parallel.h>
#include <ATen/core/Tensor.h>

#include <initializer_list>
#include <map>
#include <memory>
#include <mutex>
#include <oneapi/dnnl/dnnl.hpp>
#include <utility>
#include <vector>

#include "kernels/activation.h"

/// oneDNN, as the kernels use it. Its threads are those of OpenMP, hence at::get_num_threads().
namespace sempurna::kernels::onednn {

const dnnl::engine& engine();
/// The calling thread's own.
dnnl::stream& stream();

dnnl::memory::data_type type_of(const at::Tensor& x);

inline dnnl::memory memory_at(const dnnl::memory::desc& desc, void* data) {
  return {desc, engine(), data};
}

/// Appends the activation to what a primitive does; none for None.
void append(dnnl::post_ops& ops, Activation activation);

/// Attributes of every primitive: scratch memory is handed in, so that a primitive may run on
/// several threads at once.
dnnl::primitive_attr attributes();

/// Runs a primitive with scratch memory from the tensor allocator, and waits.
void run(const dnnl::primitive& primitive, const dnnl::memory::desc& scratch,
         std::vector<std::pair<int, dnnl::memory>> arguments);

/// Copies between two layouts or types of the same shape.
void reorder(const dnnl::memory& from, const dnnl::memory& to);

/// The memory itself when it already lies as `wanted`, else a copy in that layout or type. `holder`
/// keeps the copy alive.
dnnl::memory in_layout(const dnnl::memory& from, const dnnl::memory::desc& wanted,
                       at::Tensor& holder);

/// Primitives by their shape. Making one costs a millisecond, using one nothing.
template <class Plan>
class Cache {
 public:
  using Key = std::vector<int64_t>;

  /// The plan of this key, made by make() when it is asked for the first time. The number of
  /// threads is part of every key. A cache that has grown to 4,096 plans starts again.
  template <class Make>
  std::shared_ptr<const Plan> get(Key key, Make make) {
    key.push_back(at::get_num_threads());
    const std::lock_guard lock(mutex_);
    if (plans_.size() >= 4096) plans_.clear();
    auto& plan = plans_[std::move(key)];
    if (plan == nullptr) plan = std::make_shared<const Plan>(make());
    return plan;
  }

 private:
  std::mutex mutex_;
  std::map<Key, std::shared_ptr<const Plan>> plans_;
};

}  // namespace sempurna::kernels::onednn
