#include "kernels/onednn.h"

#include <ATen/ATen.h>

#include <array>
#include <cstring>
#include <unordered_map>

#include "base/error.h"

namespace sempurna::kernels::onednn {

const dnnl::engine& engine() {
  static const dnnl::engine the_engine(dnnl::engine::kind::cpu, 0);
  return the_engine;
}

dnnl::stream& stream() {
  thread_local dnnl::stream the_stream(engine());
  return the_stream;
}

dnnl::memory::data_type type_of(const at::Tensor& x) {
  switch (x.scalar_type()) {
    case at::kFloat:
      return dnnl::memory::data_type::f32;
    case at::kBFloat16:
      return dnnl::memory::data_type::bf16;
    default:
      throw Error(Code::Internal, "oneDNN is given {}", c10::toString(x.scalar_type()));
  }
}

void append(dnnl::post_ops& ops, Activation activation) {
  using dnnl::algorithm;
  switch (activation) {
    case Activation::None:
      return;
    case Activation::Relu:
      return ops.append_eltwise(1, algorithm::eltwise_relu, 0, 0);
    case Activation::Relu6:
      return ops.append_eltwise(1, algorithm::eltwise_clip, 0, 6);
    case Activation::Silu:
      return ops.append_eltwise(1, algorithm::eltwise_swish, 1, 0);
    case Activation::Gelu:
      return ops.append_eltwise(1, algorithm::eltwise_gelu_erf, 0, 0);
    case Activation::GeluTanh:
      return ops.append_eltwise(1, algorithm::eltwise_gelu_tanh, 0, 0);
    case Activation::Tanh:
      return ops.append_eltwise(1, algorithm::eltwise_tanh, 0, 0);
    case Activation::HardSwish:
      return ops.append_eltwise(1, algorithm::eltwise_hardswish, 0, 0);
    default:
      ensure(is_fused(activation), "an activation that oneDNN fuses");
  }
}

dnnl::primitive_attr attributes() {
  dnnl::primitive_attr attributes;
  attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
  return attributes;
}

void run(const dnnl::primitive& primitive, const dnnl::memory::desc& scratch,
         std::vector<std::pair<int, dnnl::memory>> arguments) {
  std::unordered_map<int, dnnl::memory> all(arguments.begin(), arguments.end());
  at::Tensor room;
  if (scratch.get_size() > 0) {
    room = at::empty({static_cast<int64_t>(scratch.get_size())}, at::kByte);
    all.emplace(DNNL_ARG_SCRATCHPAD, memory_at(scratch, room.data_ptr()));
  }
  primitive.execute(stream(), all);
  stream().wait();
}

namespace {

/// A descriptor's bytes, as numbers for a key.
void add_to(std::vector<int64_t>& key, const dnnl::memory::desc& desc) {
  std::array<int64_t, (sizeof(dnnl_memory_desc_t) + 7) / 8> words{};
  std::memcpy(words.data(), &desc.data, sizeof(dnnl_memory_desc_t));
  key.insert(key.end(), words.begin(), words.end());
}

}  // namespace

void reorder(const dnnl::memory& from, const dnnl::memory& to) {
  struct Plan {
    dnnl::reorder primitive;
    dnnl::memory::desc scratch;
  };
  static Cache<Plan> cache;
  std::vector<int64_t> key;
  add_to(key, from.get_desc());
  add_to(key, to.get_desc());
  const auto plan = cache.get(std::move(key), [&] {
    const dnnl::reorder::primitive_desc desc(engine(), from.get_desc(), engine(), to.get_desc(),
                                             attributes());
    return Plan{dnnl::reorder(desc), desc.scratchpad_desc()};
  });
  run(plan->primitive, plan->scratch, {{DNNL_ARG_FROM, from}, {DNNL_ARG_TO, to}});
}

dnnl::memory in_layout(const dnnl::memory& from, const dnnl::memory::desc& wanted,
                       at::Tensor& holder) {
  if (from.get_desc() == wanted) return from;
  holder = at::empty({static_cast<int64_t>(wanted.get_size())}, at::kByte);
  const dnnl::memory to = memory_at(wanted, holder.data_ptr());
  reorder(from, to);
  return to;
}

}  // namespace sempurna::kernels::onednn
