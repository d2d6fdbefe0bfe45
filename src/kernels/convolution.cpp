#include "kernels/convolution.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/custom_function.h>

#include <optional>

#include "base/error.h"
#include "kernels/matmul_bf16.h"
#include "kernels/onednn.h"
#include "kernels/plain.h"
#include "kernels/served.h"

namespace sempurna::kernels {

namespace {

using dnnl::memory;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr auto kLayout = at::MemoryFormat::ChannelsLast;
constexpr auto kFloatType = memory::data_type::f32;

/// The shapes of one convolution, everything that a primitive depends on.
struct Shape {
  int64_t batch, channels, rows, columns;
  int64_t out_channels, kernel_rows, kernel_columns;
  int64_t stride, groups;
  Padding padding;
  memory::data_type type;

  Shape(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding, int64_t groups)
      : batch(x.size(0)),
        channels(x.size(1)),
        rows(x.size(2)),
        columns(x.size(3)),
        out_channels(weight.size(0)),
        kernel_rows(weight.size(2)),
        kernel_columns(weight.size(3)),
        stride(stride),
        groups(groups),
        padding(padding),
        type(onednn::type_of(x)) {}

  bool is_pointwise() const {
    return kernel_rows == 1 && kernel_columns == 1 && stride == 1 && groups == 1 &&
           padding == Padding{};
  }
  int64_t out_rows() const {
    return (rows + padding.top + padding.bottom - kernel_rows) / stride + 1;
  }
  int64_t out_columns() const {
    return (columns + padding.left + padding.right - kernel_columns) / stride + 1;
  }

  memory::desc x() const { return {{batch, channels, rows, columns}, type, Tag::nhwc}; }
  memory::desc z() const {
    return {{batch, out_channels, out_rows(), out_columns()}, type, Tag::nhwc};
  }
  /// Of the fp32 master, as it lies.
  memory::desc master() const { return weight(kFloatType, groups > 1 ? Tag::goihw : Tag::oihw); }
  /// In the layout that oneDNN likes best.
  memory::desc free_weight(memory::data_type type) const { return weight(type, Tag::any); }
  memory::desc bias() const { return {{out_channels}, kFloatType, Tag::x}; }

  std::vector<int64_t> key(std::initializer_list<int64_t> more) const {
    std::vector<int64_t> key = {batch,          channels,
                                rows,           columns,
                                out_channels,   kernel_rows,
                                kernel_columns, stride,
                                groups,         padding.top,
                                padding.left,   padding.bottom,
                                padding.right,  static_cast<int64_t>(type)};
    key.insert(key.end(), more);
    return key;
  }

  memory::dims strides() const { return {stride, stride}; }
  memory::dims before() const { return {padding.top, padding.left}; }
  memory::dims after() const { return {padding.bottom, padding.right}; }

 private:
  using Tag = memory::format_tag;

  memory::desc weight(memory::data_type type, Tag tag) const {
    if (groups == 1) {
      return {{out_channels, channels, kernel_rows, kernel_columns}, type, tag};
    }
    return {
        {groups, out_channels / groups, channels / groups, kernel_rows, kernel_columns}, type, tag};
  }
};

dnnl::convolution_forward::primitive_desc describe_forward(const Shape& s, bool bias,
                                                           Activation activation) {
  using Forward = dnnl::convolution_forward;
  const auto kind = dnnl::prop_kind::forward_training;
  const auto how = dnnl::algorithm::convolution_direct;
  const Forward::desc desc = bias ? Forward::desc(kind, how, s.x(), s.free_weight(s.type), s.bias(),
                                                  s.z(), s.strides(), s.before(), s.after())
                                  : Forward::desc(kind, how, s.x(), s.free_weight(s.type), s.z(),
                                                  s.strides(), s.before(), s.after());
  auto attributes = onednn::attributes();
  dnnl::post_ops ops;
  onednn::append(ops, activation);
  attributes.set_post_ops(ops);
  return {desc, attributes, onednn::engine()};
}

struct Plan {
  dnnl::primitive primitive;
  memory::desc weight;
  memory::desc scratch;
};

Tensor forward(const Shape& s, const Tensor& x, const Tensor& weight, const Tensor& bias,
               Activation activation) {
  static onednn::Cache<Plan> cache;
  const auto plan =
      cache.get(s.key({bias.defined(), static_cast<int64_t>(activation)}), [&]() -> Plan {
        const auto desc = describe_forward(s, bias.defined(), activation);
        return {dnnl::convolution_forward(desc), desc.weights_desc(), desc.scratchpad_desc()};
      });
  Tensor z = at::empty({s.batch, s.out_channels, s.out_rows(), s.out_columns()},
                       x.options().memory_format(kLayout));
  Tensor holder;
  std::vector<std::pair<int, memory>> arguments = {
      {DNNL_ARG_SRC, onednn::memory_at(s.x(), x.data_ptr())},
      {DNNL_ARG_WEIGHTS,
       onednn::in_layout(onednn::memory_at(s.master(), weight.data_ptr()), plan->weight, holder)},
      {DNNL_ARG_DST, onednn::memory_at(s.z(), z.data_ptr())}};
  if (bias.defined()) {
    arguments.emplace_back(DNNL_ARG_BIAS, onednn::memory_at(s.bias(), bias.data_ptr()));
  }
  onednn::run(plan->primitive, plan->scratch, std::move(arguments));
  return z;
}

Tensor gradient_of_x(const Shape& s, const Tensor& dz, const Tensor& weight) {
  static onednn::Cache<Plan> cache;
  const auto plan = cache.get(s.key({}), [&]() -> Plan {
    using Backward = dnnl::convolution_backward_data;
    const Backward::primitive_desc desc(
        Backward::desc(dnnl::algorithm::convolution_direct, s.x(), s.free_weight(s.type), s.z(),
                       s.strides(), s.before(), s.after()),
        onednn::attributes(), onednn::engine(), describe_forward(s, false, Activation::None));
    return {Backward(desc), desc.weights_desc(), desc.scratchpad_desc()};
  });
  Tensor dx =
      at::empty({s.batch, s.channels, s.rows, s.columns}, dz.options().memory_format(kLayout));
  Tensor holder;
  onednn::run(
      plan->primitive, plan->scratch,
      {{DNNL_ARG_DIFF_SRC, onednn::memory_at(s.x(), dx.data_ptr())},
       {DNNL_ARG_WEIGHTS,
        onednn::in_layout(onednn::memory_at(s.master(), weight.data_ptr()), plan->weight, holder)},
       {DNNL_ARG_DIFF_DST, onednn::memory_at(s.z(), dz.data_ptr())}});
  return dx;
}

/// Gradients of weight and, if `bias`, of bias, both fp32.
std::pair<Tensor, Tensor> gradient_of_weight(const Shape& s, const Tensor& x, const Tensor& dz,
                                             const Tensor& weight, bool bias) {
  static onednn::Cache<Plan> cache;
  const auto plan = cache.get(s.key({bias}), [&]() -> Plan {
    using Backward = dnnl::convolution_backward_weights;
    const auto how = dnnl::algorithm::convolution_direct;
    const auto free = s.free_weight(kFloatType);
    const Backward::desc what =
        bias ? Backward::desc(how, s.x(), free, s.bias(), s.z(), s.strides(), s.before(), s.after())
             : Backward::desc(how, s.x(), free, s.z(), s.strides(), s.before(), s.after());
    const Backward::primitive_desc desc(what, onednn::attributes(), onednn::engine(),
                                        describe_forward(s, false, Activation::None));
    return {Backward(desc), desc.diff_weights_desc(), desc.scratchpad_desc()};
  });
  const Tensor dweight = at::empty(weight.sizes(), at::kFloat);
  const Tensor dbias = bias ? at::empty({s.out_channels}, at::kFloat) : Tensor();
  const memory result = onednn::memory_at(s.master(), dweight.data_ptr());
  Tensor holder;
  memory made = result;
  if (plan->weight != s.master()) {
    holder = at::empty({static_cast<int64_t>(plan->weight.get_size())}, at::kByte);
    made = onednn::memory_at(plan->weight, holder.data_ptr());
  }
  std::vector<std::pair<int, memory>> arguments = {
      {DNNL_ARG_SRC, onednn::memory_at(s.x(), x.data_ptr())},
      {DNNL_ARG_DIFF_WEIGHTS, made},
      {DNNL_ARG_DIFF_DST, onednn::memory_at(s.z(), dz.data_ptr())}};
  if (bias) {
    arguments.emplace_back(DNNL_ARG_DIFF_BIAS, onednn::memory_at(s.bias(), dbias.data_ptr()));
  }
  onednn::run(plan->primitive, plan->scratch, std::move(arguments));
  if (holder.defined()) onednn::reorder(made, result);
  return {dweight, dbias};
}

/// Pictures as rows of channels, one a pixel.
Tensor pixel_rows(const Tensor& x) {
  return x.permute({0, 2, 3, 1}).reshape({-1, x.size(1)});
}

/// oneDNN's product is three to six times faster here than its bf16 1 × 1 convolution.
Tensor gradient_of_pointwise_weight(const Tensor& x, const Tensor& dz, const Tensor& weight) {
  const Tensor rows = pixel_rows(x), dz_rows = pixel_rows(dz);
  // A result with few rows and many columns suits it better.
  const bool turned = x.size(1) < dz.size(1) && x.size(1) < 160;
  const Tensor result =
      turned ? multiply_bf16_outer(rows, dz_rows).t() : multiply_bf16_outer(dz_rows, rows);
  return result.reshape(weight.sizes());
}

struct Convolution : torch::autograd::Function<Convolution> {
  static Tensor forward(AutogradContext* context, const Tensor& x, const Tensor& weight,
                        const c10::optional<Tensor>& maybe_bias, int64_t stride,
                        std::vector<int64_t> sides, int64_t groups) {
    const Tensor bias = or_undefined(maybe_bias);
    context->save_for_backward({x, weight});
    context->saved_data["bias"] = bias.defined();
    context->saved_data["stride"] = stride;
    context->saved_data["sides"] = sides;
    context->saved_data["groups"] = groups;
    return kernels::forward({x, weight, stride, {sides[0], sides[1], sides[2], sides[3]}, groups},
                            x, weight, bias, Activation::None);
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1];
    const auto sides = context->saved_data["sides"].toIntVector();
    const Shape shape(x, weight, context->saved_data["stride"].toInt(),
                      {sides[0], sides[1], sides[2], sides[3]},
                      context->saved_data["groups"].toInt());
    const Tensor dz = gradients[0].to(x.scalar_type()).contiguous(kLayout);
    const bool bias = context->saved_data["bias"].toBool() && context->needs_input_grad(2);
    Tensor dx, dweight, dbias;
    if (context->needs_input_grad(0)) dx = gradient_of_x(shape, dz, weight);
    if (shape.is_pointwise() && x.scalar_type() == at::kBFloat16 && !bias) {
      if (context->needs_input_grad(1)) dweight = gradient_of_pointwise_weight(x, dz, weight);
    } else if (context->needs_input_grad(1) || bias) {
      std::tie(dweight, dbias) = gradient_of_weight(shape, x, dz, weight, bias);
    }
    return {dx, dweight, dbias, Tensor(), Tensor(), Tensor()};
  }
};

void check(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding, int64_t groups) {
  ensure(x.dim() == 4 && weight.dim() == 4 && stride > 0 && groups > 0 &&
             x.size(1) == weight.size(1) * groups && weight.size(0) % groups == 0,
         "a weight that fits the channels and the groups");
  ensure(x.size(2) + padding.top + padding.bottom >= weight.size(2) &&
             x.size(3) + padding.left + padding.right >= weight.size(3),
         "a padded picture no smaller than the kernel");
}

}  // namespace

Tensor conv2d(const Tensor& x, const Tensor& weight, const Tensor& bias, int64_t stride,
              Padding padding, int64_t groups) {
  check(x, weight, stride, padding, groups);
  if (!served(x)) return plain::conv2d(x, weight, bias, stride, padding, groups);
  return Convolution::apply(
      x.contiguous(kLayout), weight.contiguous(), maybe(bias.defined() ? bias.contiguous() : bias),
      stride, std::vector<int64_t>{padding.top, padding.left, padding.bottom, padding.right},
      groups);
}

Tensor conv2d_batch_norm(const Tensor& x, const Tensor& weight, int64_t stride, Padding padding,
                         int64_t groups, const Tensor& norm_weight, const Tensor& norm_bias,
                         const Tensor& running_mean, const Tensor& running_var, double eps,
                         Activation activation) {
  check(x, weight, stride, padding, groups);
  ensure(!at::GradMode::is_enabled(), "prediction without gradients");
  const Tensor factor = norm_weight / (running_var + eps).sqrt();
  const Tensor bias = norm_bias - running_mean * factor;
  const Tensor folded = weight * factor.view({-1, 1, 1, 1});
  if (!served(x)) {
    return plain::activate(plain::conv2d(x, folded, bias, stride, padding, groups), activation);
  }
  const Tensor dense = x.contiguous(kLayout);
  return forward({dense, folded, stride, padding, groups}, dense, folded.contiguous(),
                 bias.contiguous(), activation);
}

}  // namespace sempurna::kernels
