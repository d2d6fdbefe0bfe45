#include "nn/conv_norm.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "base/error.h"
#include "kernels/batch_norm.h"
#include "nn/draw.h"

namespace sempurna {

kernels::Padding padding_for(Sides sides, int64_t kernel, int64_t stride, int64_t y, int64_t x) {
  const int64_t half = kernel / 2;
  const auto same = [&](int64_t size) {
    const int64_t rest = size % stride == 0 ? stride : size % stride;
    return std::max<int64_t>(kernel - rest, 0);
  };
  switch (sides) {
    case Sides::Even:
      return {half, half, half, half};
    case Sides::Late:
      return {half - 1, half - 1, half, half};
    case Sides::Same:
      break;
  }
  const int64_t rows = same(y);
  const int64_t columns = same(x);
  return {rows / 2, columns / 2, rows - rows / 2, columns - columns / 2};
}

ConvNorm::ConvNorm(const ParameterSource& source, const ConvNames& names, const ConvShape& shape,
                   BatchNormOptions options, kernels::Activation activation)
    : shape_(shape),
      activation_(activation),
      weight_(source.scope(names.conv)
                  .parameter("weight",
                             {shape.out, shape.in / shape.groups, shape.kernel, shape.kernel},
                             Init::kaiming_normal())),
      norm_(source.scope(names.norm), shape.out, options) {}

Tensor ConvNorm::predict(const Tensor& x, kernels::Padding padding, const Tensor& residual) const {
  const kernels::Norm norm = norm_.run(false);
  const auto activation = residual.defined() ? kernels::Activation::None : activation_;
  Tensor result = kernels::conv2d_batch_norm(x, weight_, shape_.stride, padding, shape_.groups,
                                             norm.weight, norm.bias, norm.running_mean,
                                             norm.running_var, norm.eps, activation);
  return residual.defined() ? kernels::activate(result.add_(residual), activation_) : result;
}

// Rare, so in plain steps.
Tensor ConvNorm::dilated(const Tensor& x, const Pass& pass, const Tensor& residual) const {
  const kernels::Padding once =
      padding_for(shape_.sides, shape_.kernel, shape_.stride, x.size(2), x.size(3));
  const int64_t d = shape_.dilation;
  const kernels::Padding padding = {once.top * d, once.left * d, once.bottom * d, once.right * d};
  const Tensor y = kernels::conv2d(x, weight_, Tensor(), shape_.stride, padding, shape_.groups, d);
  const bool by_batch = pass.training && y.numel() > y.size(1);
  if (by_batch && norm_.folded()) {
    const at::NoGradGuard no_grad;
    norm_.unfold(y);
  }
  kernels::Norm norm = norm_.run(by_batch);
  return kernels::batch_norm_add(y, norm.weight, norm.bias, norm.running_mean, norm.running_var,
                                 norm.training, norm.momentum, norm.eps, residual, activation_);
}

Tensor ConvNorm::operator()(const Tensor& x, const Pass& pass, const Tensor& residual) const {
  if (shape_.dilation > 1) return dilated(x, pass, residual);
  const kernels::Padding padding =
      padding_for(shape_.sides, shape_.kernel, shape_.stride, x.size(2), x.size(3));
  if (!pass.training && !at::GradMode::is_enabled()) return predict(x, padding, residual);
  const auto extent = [&](int64_t size, int64_t before, int64_t after) {
    return (size + before + after - shape_.kernel) / shape_.stride + 1;
  };
  const int64_t values = x.size(0) * extent(x.size(2), padding.top, padding.bottom) *
                         extent(x.size(3), padding.left, padding.right);
  const bool by_batch = pass.training && values > 1;
  if (by_batch && norm_.folded()) {
    const at::NoGradGuard no_grad;
    norm_.unfold(kernels::conv2d(x, weight_, Tensor(), shape_.stride, padding, shape_.groups));
  }
  return kernels::conv_norm(x, weight_, shape_.stride, padding, shape_.groups, norm_.run(by_batch),
                            residual, activation_);
}

Value ConvNorm::draw(Graph& graph, const Value& x, const Value& residual) const {
  const at::NoGradGuard no_grad;
  const kernels::Norm norm = norm_.run(false);
  const Tensor slope =
      norm.weight.to(at::kDouble) / (norm.running_var.to(at::kDouble) + norm.eps).sqrt();
  const Tensor weight = (weight_.to(at::kDouble) * slope.view({-1, 1, 1, 1})).to(at::kFloat);
  const Tensor bias = (norm.bias - norm.running_mean.to(at::kDouble) * slope).to(at::kFloat);
  GraphAttributes attributes = {
      {"strides", std::vector<int64_t>{shape_.stride, shape_.stride}},
      {"dilations", std::vector<int64_t>{shape_.dilation, shape_.dilation}},
      {"group", shape_.groups}};
  // Of a stride above 1 how much "same" is depends on the picture's size.
  if (shape_.sides == Sides::Same && shape_.stride > 1) {
    if (shape_.dilation > 1)
      throw Error(Code::InvalidArgument, "a strided and dilated convolution cannot be drawn");
    attributes["auto_pad"] = "SAME_UPPER";
  } else {
    const kernels::Padding once = padding_for(shape_.sides, shape_.kernel, shape_.stride, 0, 0);
    const int64_t d = shape_.dilation;
    attributes["pads"] =
        std::vector<int64_t>{once.top * d, once.left * d, once.bottom * d, once.right * d};
  }
  Value y = graph.node("Conv", {x, graph.constant(weight), graph.constant(bias)}, attributes);
  if (!residual.name.empty()) y = graph.node("Add", {y, residual});
  return draw_activation(graph, y, activation_);
}

}  // namespace sempurna
